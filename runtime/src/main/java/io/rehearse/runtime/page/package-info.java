/**
 * What a user sees of an HTML page and can act on: its forms with their fields, its links, values by CSS selector. Pure:
 * bytes and a selector go in, what a browser would send comes out; knows neither sockets nor sessions nor plans. Parsed
 * only for steps that ask for it, on the lane, because a page belongs to one user; the time it takes is script time.
 *
 * <p>Start reading at {@link io.rehearse.runtime.page.HtmlPage}; {@code HtmlForm} knows which fields are sent (HTML
 * standard, "form submission"), {@code FormBody} how they are written.
 */
package io.rehearse.runtime.page;
