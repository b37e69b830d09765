package io.rehearse.journeys.plan;

/** Where in a response a value is read. */
public sealed interface Reader {

    /** How it was written in the script, for messages: {@code json('$.state')}. */
    String text();

    /** The status code of the final response. */
    record Status() implements Reader {
        @Override
        public String text() {
            return "status";
        }
    }

    /** A header of the final response; the first of that name, compared without case. */
    record Header(String name) implements Reader {
        @Override
        public String text() {
            return "header('" + name + "')";
        }
    }

    /** A cookie of the session after the response, set by any hop. */
    record Cookie(String name) implements Reader {
        @Override
        public String text() {
            return "cookie('" + name + "')";
        }
    }

    /** The whole body, decoded by its charset. */
    record Body() implements Reader {
        @Override
        public String text() {
            return "body";
        }
    }

    /** The values a JSONPath selects in the body. */
    record Json(JsonPath path) implements Reader {
        @Override
        public String text() {
            return "json('" + path.text() + "')";
        }
    }

    /** Group 1 of a regular expression in the raw body, or the whole match without a group. */
    record Regex(java.util.regex.Pattern pattern) implements Reader {
        @Override
        public String text() {
            return "regex('" + pattern.pattern() + "')";
        }
    }

    /**
     * What an HTML page shows: the text of the elements a selector matches, or one of their attributes.
     *
     * @param attribute elements without it do not match; the text if empty
     */
    record Css(String selector, java.util.Optional<String> attribute) implements Reader {
        @Override
        public String text() {
            return "css('" + selector + "')"
                    + attribute.map(name -> ".attr('" + name + "')").orElse("");
        }
    }

    /** Where the link of a relation leads: one of the answer's {@code Link} headers, else one of the page. */
    record Link(String relation) implements Reader {
        @Override
        public String text() {
            return "link('" + relation + "')";
        }
    }

    /** What a closure of the script says about the whole answer. */
    record Judgement(Code code) implements Reader {
        @Override
        public String text() {
            return "check { … }";
        }
    }

    /** The service time of the step so far, as a number of milliseconds. */
    record Time() implements Reader {
        @Override
        public String text() {
            return "time";
        }
    }
}
