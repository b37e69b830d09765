/** What users do: the journey language and the immutable plan it compiles to. Start reading at {@code plan.Plan}. */
package io.rehearse.journeys;
