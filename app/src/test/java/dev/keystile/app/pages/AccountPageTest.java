package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class AccountPageTest {
    @Test
    void buttonsThatDisconnectAreToldApartByWhoIsDisconnected() {
        List<String> buttons = page("account").select("button[value=disconnect]").eachText();

        assertThat(buttons).hasSize(4).contains("Disconnect claude.ai (Claude)");
        assertThat(buttons.get(1)).startsWith("Disconnect An app on your device (");
    }

    @Test
    void whereNothingIsConnectedThereIsNothingToEndAndNoKeyToReplace() {
        assertThat(buttons("account")).contains("replace", "disconnect-all", "delete", "sign-out");
        assertThat(buttons("account, nothing")).containsExactly("delete", "sign-out");
    }

    private static List<String> buttons(String sample) {
        return page(sample).select("button[value]").eachAttr("value");
    }

    private static Document page(String sample) {
        return Jsoup.parse(AccountSamples.all(SamplePages.PAGES).get(sample));
    }
}
