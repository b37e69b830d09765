package io.rehearse.examples.shop;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The HTML side, made like a wiki: a log-in form, pages that can be edited, a log-out link. A session is a cookie;
 * every form and the log-out link carry the session's token, and without it they are refused.
 */
final class Pages {
    static final String HOME = "/";
    static final String WIKI = "/index.php";

    private static final String COOKIE = "shop_session";
    private static final int VISITORS_MAX = 50_000;
    private static final int TEXTS_MAX = 1_000;
    private static final int TITLE_CHARS_MAX = 200;
    private static final String LOGIN = "Special:UserLogin";
    private static final String LOGOUT = "Special:UserLogout";
    private static final String FIRST_PAGE = "Guestbook";

    private final Accounts accounts;
    private final Secrets secrets;
    private final Bounded<Visitor> visitors = new Bounded<>(VISITORS_MAX);
    private final Bounded<String> texts = new Bounded<>(TEXTS_MAX);

    /**
     * A session.
     *
     * @param user  null before logging in
     * @param token ends in {@code +\} so that a client that does not encode it is found out
     */
    private record Visitor(String id, String user, String token) {}

    Pages(Accounts accounts, Secrets secrets) {
        this.accounts = accounts;
        this.secrets = secrets;
        texts.put(FIRST_PAGE, "Write something nice.");
    }

    long sessionsDropped() {
        return visitors.dropped();
    }

    Answer answer(Request request) {
        if (!request.isGet() && !request.isPost()) {
            return Answer.methodNotAllowed("GET, POST");
        }
        if (request.path().equals(HOME)) {
            return request.isGet() ? home() : Answer.methodNotAllowed("GET");
        }
        Form form = Form.NONE;
        if (request.isPost()) {
            try {
                form = Form.read(request);
            } catch (Form.MalformedException e) {
                return Answer.error(e.status(), e.getMessage());
            }
        }
        Visitor visitor = visitor(request);
        String title = request.query("title") == null ? FIRST_PAGE : request.query("title");
        if (title.isEmpty() || title.length() > TITLE_CHARS_MAX) {
            return message(400, visitor, "A title has 1 to " + TITLE_CHARS_MAX + " characters.");
        }
        if (title.equals(LOGIN)) {
            return request.isPost() ? login(visitor, form) : loginPage(200, visitor, "");
        }
        if (title.equals(LOGOUT)) {
            return logout(visitor, request.query("logoutToken"));
        }
        if (request.isPost()) {
            return submit(visitor, title, form);
        }
        return "edit".equals(request.query("action")) ? edit(visitor, title) : view(visitor, title);
    }

    private static Answer home() {
        return Answer.html(200, """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>Demo shop</title></head>
                <body><h1>Demo shop</h1>
                <p>This server is made to be put under load. Its JSON interface is under <code>/api</code>;
                its forms begin at the <a href="/index.php?title=Special:UserLogin">log-in page</a>
                and the <a href="/index.php?title=Guestbook">guest book</a>.</p>
                </body></html>
                """);
    }

    private Answer loginPage(int status, Visitor visitor, String error) {
        Visitor known = visitor == null ? newVisitor(null) : visitor;
        Answer page = page(status, known, "Log in", error + """
                <form id="loginform" name="userlogin" method="post" action="/index.php?title=Special:UserLogin">
                <label>Name <input name="wpName" autocomplete="username"></label>
                <label>Password <input name="wpPassword" type="password" autocomplete="current-password"></label>
                <input type="hidden" name="wpLoginToken" value="%s">
                <button type="submit" name="wpLoginAttempt" value="Log in">Log in</button>
                </form>
                """.formatted(escape(known.token())));
        return visitor == null ? page.with("Set-Cookie", cookie(known.id())) : page;
    }

    private Answer login(Visitor visitor, Form form) {
        if (!carries(visitor, form.get("wpLoginToken"))) {
            return refuse(visitor);
        }
        String name = form.get("wpName");
        if (!accounts.accepts(name, form.get("wpPassword"))) {
            return loginPage(200, visitor, "<p class=\"error\">Wrong name or password.</p>\n");
        }
        // A session of its own for the logged-in user, so that nobody can hand out a session and wait for its log-in.
        visitors.remove(visitor.id());
        Visitor user = newVisitor(name);
        return Answer.redirect(url(FIRST_PAGE) + "&action=edit").with("Set-Cookie", cookie(user.id()));
    }

    private Answer logout(Visitor visitor, String token) {
        if (!carries(visitor, token)) {
            return refuse(visitor);
        }
        visitors.remove(visitor.id());
        return message(200, null, "You are logged out.").with("Set-Cookie", cookie("") + "; Max-Age=0");
    }

    private Answer edit(Visitor visitor, String title) {
        if (visitor == null || visitor.user() == null) {
            return message(403, visitor, "Log in to edit.");
        }
        String text = texts.get(title);
        return editPage(visitor, title, text == null ? "" : text, "");
    }

    private Answer submit(Visitor visitor, String title, Form form) {
        if (!carries(visitor, form.get("wpEditToken")) || visitor.user() == null) {
            return refuse(visitor);
        }
        String text = form.get("wpTextbox1");
        if (text == null) {
            return message(400, visitor, "wpTextbox1 is missing.");
        }
        if (form.get("wpSave") != null) {
            texts.put(title, text);
            return Answer.redirect(url(title));
        }
        if (form.get("wpPreview") != null) {
            return editPage(visitor, title, text, "<div id=\"preview\">" + escape(text) + "</div>\n");
        }
        return message(400, visitor, "Press wpSave or wpPreview.");
    }

    private Answer editPage(Visitor visitor, String title, String text, String above) {
        // The line break after <textarea> is not part of its value (HTML, section 13.1.2.5).
        return page(
                200,
                visitor,
                "Editing " + title,
                above + """
                <form id="editform" name="editform" method="post" enctype="multipart/form-data" action="%s&amp;action=submit">
                <textarea name="wpTextbox1" rows="10" cols="60">
                %s</textarea>
                <label>Summary <input name="wpSummary" value=""></label>
                <label><input type="checkbox" name="wpMinoredit" value="1"> a small change</label>
                <input type="hidden" name="wpEditToken" value="%s">
                <input type="submit" name="wpSave" value="Save page">
                <input type="submit" name="wpPreview" value="Show preview">
                </form>
                """.formatted(escape(url(title)), escape(text), escape(visitor.token())));
    }

    private Answer view(Visitor visitor, String title) {
        String text = texts.get(title);
        String body = "<div id=\"content\">" + escape(text == null ? "There is no such page yet." : text) + "</div>\n"
                + "<p><a id=\"ca-edit\" href=\"" + escape(url(title)) + "&amp;action=edit\">Edit</a></p>\n";
        return page(text == null ? 404 : 200, visitor, title, body);
    }

    private Answer refuse(Visitor visitor) {
        return message(403, visitor, "The session or its token is missing or wrong. Load the form again.");
    }

    private Answer message(int status, Visitor visitor, String message) {
        return page(status, visitor, message, "");
    }

    private static Answer page(int status, Visitor visitor, String heading, String body) {
        String session = visitor == null || visitor.user() == null
                ? "<a id=\"pt-login\" href=\"" + url(LOGIN) + "\">Log in</a>"
                : escape(visitor.user()) + " <a id=\"pt-logout\" href=\"" + url(LOGOUT)
                        + "&amp;action=logout&amp;logoutToken=" + encode(visitor.token()) + "\">Log out</a>";
        return Answer.html(
                status,
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escape(heading)
                        + "</title></head>\n<body>\n<nav>" + session + "</nav>\n<h1>" + escape(heading) + "</h1>\n"
                        + body + "</body></html>\n");
    }

    private Visitor newVisitor(String user) {
        Visitor visitor = new Visitor(secrets.next(), user, secrets.next() + "+\\");
        visitors.put(visitor.id(), visitor);
        return visitor;
    }

    /** The visitor of the request's cookie, or null. */
    private Visitor visitor(Request request) {
        for (Cookie cookie : ServerCookieDecoder.STRICT.decode(request.headers().get(HttpHeaderNames.COOKIE, ""))) {
            if (cookie.name().equals(COOKIE)) {
                return visitors.get(cookie.value());
            }
        }
        return null;
    }

    private static boolean carries(Visitor visitor, String token) {
        return visitor != null && visitor.token().equals(token);
    }

    private static String cookie(String id) {
        return COOKIE + "=" + id + "; Path=/; HttpOnly; SameSite=Lax";
    }

    private static String url(String title) {
        return WIKI + "?title=" + encode(title);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
