package dev.keystile.oauth.impl;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.TreeMap;

/** A tally as JSON: an array of figures for each name. */
final class TallyCodec implements Codec<Tally> {
    @Override
    public JsonObjectBuilder write(Tally tally) {
        JsonObjectBuilder names = JsonText.object();
        tally.byName().forEach((name, figures) -> names.add(name, array(figures)));
        JsonObjectBuilder json = JsonText.object().add("names", names);
        if (!tally.others().equals(Figures.NONE)) {
            json.add("others", array(tally.others()));
        }
        return json;
    }

    @Override
    public Tally read(String id, JsonObject json) {
        var names = new TreeMap<String, Figures>();
        json.getJsonObject("names")
                .forEach((name, figures) -> names.put(name, figures(figures.asJsonArray())));
        return new Tally(
                names,
                json.containsKey("others") ? figures(json.getJsonArray("others")) : Figures.NONE);
    }

    private static JsonArrayBuilder array(Figures figures) {
        return JsonText.numbers(figures.trimmed());
    }

    private static Figures figures(JsonArray json) {
        return Figures.of(json.getValuesAs(JsonNumber::longValueExact));
    }
}
