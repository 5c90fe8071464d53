package dev.keystile.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.app.pages.Brand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrandConfigTest extends ConfigCase {
    @Test
    void withNothingSetThePagesAreOurs() {
        assertThat(read().brand()).isEqualTo(Brand.KEYSTILE);
    }

    @Test
    void everythingCanBeSet() throws IOException {
        Path logo = Files.writeString(folder.resolve("logo.svg"), "<svg/>");

        Brand brand =
                readFile(
                                """
                                brand:
                                  name: Acme Keys
                                  logo: %s
                                  colour: "#7a2fb0"
                                  colour-dark: "#c79bf0"
                                  links:
                                    Help: https://acme.example/help
                                    Write to us: mailto:help@acme.example
                                  privacy: https://acme.example/privacy
                                  terms: https://acme.example/terms
                                """
                                        .formatted(logo))
                        .brand();

        assertThat(brand.name()).isEqualTo("Acme Keys");
        assertThat(brand.logo()).isNotNull();
        assertThat(brand.logo().type()).isEqualTo("image/svg+xml");
        assertThat(brand.colours()).isNotNull();
        assertThat(brand.links())
                .containsExactlyInAnyOrder(
                        new Brand.Link("Help", URI.create("https://acme.example/help")),
                        new Brand.Link("Write to us", URI.create("mailto:help@acme.example")));
        assertThat(brand.privacy()).isEqualTo(URI.create("https://acme.example/privacy"));
        assertThat(brand.terms()).isEqualTo(URI.create("https://acme.example/terms"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: ' ' | brand.name: expected a name",
                "colour: '#7a2fb0' | brand.colour-dark: expected a colour such as",
                "colour-dark: '#c79bf0' | brand.colour: expected a colour such as",
                "{colour: '#c79bf0', colour-dark: '#c79bf0'} | brand.colour: expected a contrast",
                "logo: /nowhere/logo.svg | brand.logo: expected a file that can be read",
                "logo: /etc/hostname | brand.logo: expected a file that ends in",
                "privacy: 'javascript:alert(1)' | brand.privacy: expected an http or https URL",
                "terms: nowhere | brand.terms: expected an http or https URL",
                "links: {Help: 'javascript:alert(1)'} | brand.links.Help: expected an http, https",
                "links: {Help: 'a b'} | brand.links.Help: expected an http, https or mailto",
                "links: Help | brand.links: expected names and values",
                "logos: x | brand.logos: unknown key"
            })
    void whatIsWrongStopsTheStartAndIsNamed(String line, String message) {
        String yaml = line.startsWith("{") ? "brand: " + line : "brand:\n  " + line;

        assertThatThrownBy(() -> readFile(yaml + "\n")).hasMessageContaining(message);
    }
}
