package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.RunManifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A run of one journey with two steps: 10 s of warm-up, then one walk a second without end. */
final class Manifests {
    private Manifests() {}

    static RunManifest probed() {
        return probed("{'index':0,'name':'new','targets':[]}");
    }

    /** The same on two sides. */
    static RunManifest sideBySide() {
        return probed("{'index':0,'name':'old','targets':[]},{'index':1,'name':'new','targets':[]}");
    }

    private static RunManifest probed(String sides) {
        String json = "{'schema':'rehearse/run/1','id':'r','created':'2026-11-22T03:00:00Z','load':{'name':'canary',"
                + "'model':'open','phases':[{'index':0,'name':'warm-up','kind':'warmUp','startSeconds':0,'durationSeconds':10,"
                + "'fromPerSecond':1,'toPerSecond':1,'measured':false},{'index':1,'name':'hold','kind':'hold',"
                + "'startSeconds':10,'fromPerSecond':1,'toPerSecond':1,'measured':true},{'index':2,'name':'drain',"
                + "'kind':'drain','startSeconds':10,'measured':false}]},'journeys':[{'index':0,'name':'Checkout','steps':["
                + "{'index':0,'name':'List','target':'shop'},{'index':1,'name':'Pay','target':'shop'}]}],"
                + "'sides':[" + sides + "],"
                + "'outcomes':{'TIMEOUT':'TARGET','NO_PORTS':'GENERATOR','DROPPED_TARGET':'TARGET'},'intervalSeconds':1}";
        try {
            return Json.mapper().readValue(json.replace('\'', '"'), RunManifest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same of a run that began then. */
    static RunManifest created(RunManifest m, Instant at) {
        return new RunManifest(
                m.schema(),
                m.id(),
                m.tool(),
                1,
                at,
                0,
                null,
                null,
                1,
                m.load(),
                m.journeys(),
                m.sides(),
                List.of(),
                List.of(),
                List.of(),
                m.outcomes(),
                List.of(),
                List.of(),
                null,
                null,
                1,
                1,
                1,
                Map.of());
    }
}
