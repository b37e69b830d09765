package io.rehearse.examples.shop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is sold: always the same items, numbered from 1, shown in pages. */
final class Catalogue {
    static final int PAGE_ITEMS = 20;

    private static final String[] COLOURS = {"Black", "Blue", "Green", "Red", "White", "Yellow"};
    private static final String[] THINGS = {
        "bag", "blanket", "candle", "chair", "clock", "cup", "kettle", "lamp", "mirror", "plate", "shelf", "vase"
    };

    private final List<Item> items = new ArrayList<>();
    private final List<byte[]> pages = new ArrayList<>();

    private record Item(int id, String name, String json) {}

    Catalogue() {
        for (String thing : THINGS) {
            for (String colour : COLOURS) {
                int id = items.size() + 1;
                String name = colour + " " + thing;
                int cents = 499 + 350 * (id % 29);
                String price = cents / 100 + "." + String.format("%02d", cents % 100);
                String json = "{\"id\":" + id + ",\"name\":" + Json.quote(name) + ",\"price\":" + price + "}";
                items.add(new Item(id, name, json));
            }
        }
        for (int page = 1; page <= pages(items); page++) {
            pages.add(page(items, page));
        }
    }

    boolean has(int id) {
        return id >= 1 && id <= items.size();
    }

    int pages() {
        return pages.size();
    }

    /** The JSON of a page; {@code page} is from 1 to {@link #pages()}. */
    byte[] page(int page) {
        return pages.get(page - 1);
    }

    /** The first page of the items whose names contain {@code words}, in any case; {@code pages} says how many there are. */
    byte[] search(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        List<Item> found = items.stream()
                .filter(item -> item.name().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        return page(found, 1);
    }

    private static int pages(List<Item> items) {
        return Math.max(1, (items.size() + PAGE_ITEMS - 1) / PAGE_ITEMS);
    }

    private static byte[] page(List<Item> items, int page) {
        int from = (page - 1) * PAGE_ITEMS;
        List<String> shown = items.subList(from, Math.min(from + PAGE_ITEMS, items.size())).stream()
                .map(Item::json)
                .toList();
        String json =
                "{\"items\":[" + String.join(",", shown) + "],\"page\":" + page + ",\"pages\":" + pages(items) + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
