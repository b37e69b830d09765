/** Journey files made of what people have already: commands of curl. Text in, text out. */
package io.rehearse.runtime.importing;
