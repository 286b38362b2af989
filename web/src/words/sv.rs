//! Svenska.

use super::{
    Compare, Decide, Drop, Export, Frame, Keys, Overview, Profile, Proof, Trial, Trust, Words, Work, shared,
};
use crate::state::{ComparedList, FileList, Grouping, Route, Stage, Theme, Threshold};
use beredd_model::{Lang, Level, Severity};
use beredd_report::words::Noun;

pub(super) static WORDS: Words = Words {
    report: shared(Lang::Sv),
    page,
    theme,
    stage,
    files,
    frame: Frame {
        to_content: "Till innehållet",
        menu: "Sidor",
        language: "Språk",
        other_archive: "Nytt arkiv",
        nothing_leaves: "Inget lämnar den här fliken",
    },
    keys: Keys {
        title: "Kortkommandon",
        search: "Sök på sidan",
        rows: "Föregående och nästa rad i en tabell",
        ends: "Första och sista raden i en tabell",
        close: "Stäng listan eller lämna en tom sökruta",
        list: "Den här listan",
        note: "Tryck g, släpp, och sedan sidans bokstav.",
        close_list: "Stäng",
    },
    trial: Trial {
        title: "Pröva själv",
        tries: "Försöker nå en adress utanför sidan:",
        offer: "Inget har prövats än: sidan gör inga anrop utan att du ber om det.",
        button: "Försök skicka",
        under_way: "Prövar …",
        refused: |rule| {
            format!(
                "Stoppat: webbläsaren stoppade anropet med stöd av sidans egen regel ({rule}) innan något skickades."
            )
        },
        failed: "Anropet misslyckades, men webbläsaren sade inte att sidans regel var skälet. Kanske saknas nät, eller så \
                 visas sidan utan sin regel: räkna inte med att den är tät.",
        answered: "Anropet fick svar. Sidan är inte tät: släpp inget hemligt på den.",
    },
    trust: Trust {
        policy: "Reglerna som gäller, så som de står i sidan",
        no_policy: "Det står inga regler i sidan. Den är inte tät: släpp inget hemligt på den.",
        rule,
        programs: "Programmen som körs här",
        compare: "Varje program med SHA-256 av det som fliken har laddat. De står i utgåvans SHA256SUMS under samma namn, nedanför \
                  site/. En ändrad sida kan visa vilka tal som helst: den som vill vara säker kontrollerar själva filerna med \
                  sha256sum --check SHA256SUMS.",
    },
    drop: Drop {
        question: "Är agentsystemet redo för produktion?",
        lead: "Släpp arkivet av ett kodförråd. Några sekunder senare står svaret här: poäng, gap och färdplan, med belägg \
               för varje bedömning.",
        target: "Släpp ett arkiv eller en mapp var som helst på sidan",
        formats: "zip, tar, tar.gz eller en mapp, gärna med resultat och en beredd.toml bredvid; eller en audit.json som du har sparat",
        release: "Släpp för att granska",
        choose: "Välj fil",
        choose_folder: "Välj mapp",
        sample: "Granska exemplet",
        sample_hint: "Ett påhittat system som följer med sidan: så här ser en hel granskning ut.",
        back_to: |name| format!("Tillbaka till {name}"),
        return_to: |page| {
            format!("Inget sparades när sidan lästes om. Släpp arkivet igen, så öppnas {page} där du var.")
        },
        trust_title: "Inget lämnar din dator",
        trust: [
            "Arkivet packas upp och granskas i webbläsaren. Det finns ingen server som tar emot det.",
            "När sidan har laddats gör den inga anrop. Ingen mätning, inga kakor, inget sparas.",
            "Hemligheter som hittas visas bara som slag, plats och en maskerad stump.",
        ],
        promises: [
            (
                "Poäng som går att räkna om",
                "Bevisat, möjligt och hur mycket som är avgjort, för fyrtio kriterier i åtta kategorier.",
            ),
            (
                "Belägg, inte intryck",
                "Varje bedömning pekar på fil och rad, eller säger vad som söktes och var det saknas.",
            ),
            ("En färdplan", "Gapen i rätt ordning, med insats, beroenden och kortaste vägen till redo."),
        ],
        working_on: |name| format!("Granskar {name}"),
        so_far: |reached, total| format!("{reached} av {total}"),
        cancel: "Avbryt",
        failed: "Det blev ingen granskning",
        way_on: "Välj en annan fil eller granska exemplet.",
    },
    overview: Overview {
        of_weight: |share| format!("{share} av vikten"),
        how: "Så räknas det",
        eight: "Åtta kategorier",
        ready_mark: |points| format!("streck: gränsen för redo, {points}"),
        no_gaps: "inga gap",
        undecided: "inget avgjort",
        first_steps: "Börja här",
        whole_roadmap: "Hela färdplanen",
        found: "Det här hittades",
        weighed: "Vikt × bevisat",
        mean: |sum, count, mean| format!("({sum}) / {count} = {mean}"),
        tests: |declared, importable, llm| {
            format!("{declared} skrivna · {importable} går att importera · {llm} rör LLM")
        },
        unauthenticated: |count| format!("{count} utan behörighetskontroll"),
        secrets: "Hemligheter i klartext",
        nothing_read: "Inga filer gick att läsa, så inget är bevisat.",
        with_done: |gaps| format!("Om {gaps} vore åtgärdade"),
        was: |points| format!("nu {points}"),
        sum: "Summa",
        blocked_by: "Det som spärrar",
    },
    work: Work {
        open_gaps: |gaps, range| format!("{gaps} · {range} persondagar"),
        any_severity: "Alla allvarsgrader",
        any_category: "Alla kategorier",
        any_owner: "Alla ansvariga",
        group_by: "Gruppera",
        grouping,
        columns: "Kolumner",
        several_teams: "Flera team",
        whole_system: "Hela systemet",
        a_day: "En dag eller mindre",
        a_week: "En vecka eller mindre",
        more_than_a_week: "Mer än en vecka",
        search: "Sök bland gapen",
        done: "Åtgärdat",
        count_as_done: |title| format!("Räkna som åtgärdat: {title}"),
        shown: |shown, all| format!("{shown} av {all} visas"),
        clear_filter: "Visa alla",
        none_match: "Inget gap passar urvalet.",
        none_open: "Inga gap är öppna.",
        what_if: "Om de ikryssade vore åtgärdade",
        tick_to_see: "Kryssa för ett gap och se vad det ger.",
        untick: "Ta bort kryssen",
        left: |days| format!("{days} arbete kvar"),
        severity_why: "Varför så allvarligt",
        the_proof: "Belägg och bedömning",
        affected: "Berörda",
        capacity: "Bemanning",
        focus: "Fokus, %",
        progress_note: "Bevisad poäng vecka för vecka om färdplanen följs",
        phases: "Faser",
        schedule: "Alla åtgärder i ordning",
        parts: "Del av färdplanen",
        previous_part: "Tidigare",
        next_part: "Senare",
        after: "Poäng efteråt",
        exact: "Inget billigare urval finns.",
        not_exact: "Det billigaste som hittades; något billigare kan finnas.",
        no_way: "Att åtgärda gapen räcker inte till redo: mer måste gå att avgöra ur arkivet.",
        is_ready: "Systemet är redo redan.",
        start: "Börjar",
        end: "Klart",
        day: |day| format!("dag {day}"),
        critical: "Kritisk linje",
        reset: "Som i granskningen",
        gap_of,
        opens_way: |gaps| format!("öppnar vägen för {gaps}"),
        days_from_to: |first, last| {
            if first == last { format!("dag {first}") } else { format!("dag {first}–{last}") }
        },
    },
    proof: Proof {
        checks_lead: "Kategori, kriterium, kontroll, belägg. Öppna ett kriterium för att se vad bedömningen vilar på.",
        decisive: "avgörande",
        supporting: "stödjande",
        not_asked: "Ingen kontroll prövar kriteriet ännu.",
        no_evidence: "Inga belägg hittades.",
        population: "En för en",
        standards: "Standarder",
        show_lines: "Visa raderna",
        hide_lines: "Dölj raderna",
        reading: "Läser …",
        secret_line: "raden innehåller en hemlighet och visas inte",
        grades: "Bevisgrader, starkast först",
        agents_lead: |agents, teams| {
            format!("{agents} i {teams}. En rad per agent, en kolumn per kriterium som gäller varje agent.")
        },
        no_agents: "Inga agenter hittades i arkivet.",
        agent: "Agent",
        no_framework: "inget ramverk",
        matrix_note: "Välj en ruta för att se belägget.",
        path: "Fil",
        role: "Roll",
        language: "Språk",
        lines: "Rader",
        bytes: "Storlek",
        search_files: "Sök bland filerna",
        none: "Ingenting här.",
        copy: |place| format!("Kopiera {place}"),
        copied: |place| format!("Kopierat: {place}"),
        previous_evidence: "Föregående belägg",
        next_evidence: "Nästa belägg",
        excerpt: "Rader ur filen",
        teams: "Team",
        team_score: "bevisat, över kriterierna som gäller varje agent",
        problems_note: "Kontroller som behövde de här filerna säger att de inte kan avgöra saken, aldrig att allt är bra.",
        all_files: "Alla filer",
        claimed_at: "Påstås på",
        contradicted_at: "och motsägs på",
        file_role,
    },
    decide: Decide {
        title: "Beslut",
        accept: "Acceptera risken …",
        reason: "Varför det går att leva med",
        owner: "Vem som svarar för det",
        expires: "Sista dag",
        note: "Poängen är fortfarande förlorade och gapet syns. Spara beslutet som beredd.toml under Profil.",
        accept_button: "Acceptera risken",
        accepted: |owner, until| format!("Accepterad av {owner} till och med {until}."),
        attested: |who, day| format!("Intygat av {who} den {day}."),
        withdraw: "Ta tillbaka",
    },
    compare: Compare {
        lead: "Två granskningar av samma system: vad som vunnits och gått förlorat, och vilka gap som kommit och gått.",
        target: "Släpp den andra granskningen var som helst på sidan",
        formats: "en audit.json som du har sparat, eller arkivet av en annan version",
        choose: "Välj den andra granskningen",
        release: "Släpp för att jämföra",
        earlier: "Tidigare",
        later: "Senare",
        swap: "Byt plats på tidigare och senare",
        another: "Jämför med en annan",
        gate_moved: |before, after| format!("Grinden: {before} förut, {after} nu."),
        same_archive: "Båda är granskningar av exakt samma arkiv.",
        on_common: |before, after| {
            format!("Över de kontroller som båda granskningarna gjorde: {before} förut, {after} nu.")
        },
        list: compared_list,
        none: "Inga gap i den här listan.",
        criteria: "Kriterier",
        unmoved: "Inget har rört sig.",
        before: "Förut",
        after: "Nu",
        change: "Skillnad",
    },
    profile: Profile {
        named: |name, source| {
            if source == "built-in" { format!("{name}, inbyggd") } else { format!("{name}, från {source}") }
        },
        lead: "Det som granskningen mäts mot. Ändra och se genast vad som följer; bedömningarna står kvar som arkivet bevisar dem.",
        judging: "Kontrollerna körs om …",
        reset: "Som i granskningen",
        weights: "Vikter",
        sum: |sum| format!("summa {sum}"),
        weights_note: "Andelar av poängen, i procent. De behöver inte bli 100: medelvärdet delas med summan.",
        limits: "Gränser",
        ready_above: "Redo över, poäng",
        nearly_from: "Nästan redo från, poäng",
        level: "Nivå",
        level_name,
        level_note: "Hur krävande driften är. En lägre nivå gör en del gap mildare; poängen påverkas aldrig.",
        figures: "Det som kriterier jämför med",
        threshold,
        languages: "Språk som varje agent ska kunna",
        eu_only: "Data ska stanna inom EU",
        figures_note: "Bedömningarna beror på de här, så kontrollerna körs om, över det som redan är läst. Språk som koder: sv, en.",
        needs_archive: "De här ändrar bedömningar. Släpp själva arkivet för att få dem prövade: en sparad granskning har bara det som hittades.",
        start: "Arbetets första dag",
        decisions: "Beslut",
        auditor: "Revisorsläge",
        auditor_note: "I revisorsläge räknas inget som kodförrådet bestämmer om sig självt: ingen egen profil, ingen accepterad risk, inget intyg. Med en granskningsdag går accepterade risker ut.",
        today: "Granskningsdag",
        no_decisions: "Ingen risk är accepterad och inget är intygat. En risk accepteras i gapets detaljer.",
        file_note: "Profilen som fil, med besluten. Lägg den i kodförrådets rot eller släpp den bredvid arkivet.",
        save: "Spara beredd.toml",
    },
    export: Export {
        lead: "Varje fil görs här i webbläsaren och bär arkivets SHA-256, programmets version och kontrollernas summa.",
        json: (
            "Granskningen som JSON",
            "Allt som sidorna visar, efter det publicerade schemat. Samma byte som kommandoraden ger; kan släppas här igen.",
        ),
        language: "Filernas språk",
        language_name,
        html: (
            "Rapport i en HTML-fil",
            "Allt i en enda fil, att mejla, öppna från disk och skriva ut. Inga skript och inga hänvisningar utåt.",
        ),
        markdown: (
            "Rapport i Markdown",
            "Sammanfattning, kategorier, kritiska gap, färdplan och en bilaga med varje kontroll.",
        ),
        gaps_csv: ("Gapen som CSV", "En rad per gap, för kalkylark och ärendehantering."),
        checks_csv: ("Kontrollerna som CSV", "En rad per kontroll med utfall och bevisgrad."),
        sarif: ("Gapen som SARIF 2.1.0", "För kodvärdar och redigerare som visar fynd vid raden."),
        junit: ("Kriterierna som JUnit-XML", "För byggservrar som visar tester: ett test per kriterium."),
        bom: (
            "En förteckning över AI-delarna",
            "CycloneDX: modeller, leverantörer och ramverk som hittades, för inventarier.",
        ),
        badge: ("Ett märke som SVG", "Poäng och spärr, för en README."),
        radar: ("Radarn som SVG", "Åtta kategorier, bevisat och möjligt."),
        timeline: ("Tidslinjen som SVG", "Färdplanen över kalendern."),
        progress: ("Poängen över tid som SVG", "Bevisad poäng vecka för vecka längs färdplanen."),
        print: ("Skriv ut eller spara som PDF", "Varje sida har en egen form för papper."),
        save: "Spara",
        save_as: |name| format!("Spara {name}"),
        print_button: "Skriv ut",
    },
};

const fn gap_of(severity: Severity) -> Noun {
    match severity {
        Severity::Critical => Noun { one: "kritiskt gap", many: "kritiska gap" },
        Severity::High => Noun { one: "högt gap", many: "höga gap" },
        Severity::Medium => Noun { one: "medelhögt gap", many: "medelhöga gap" },
        Severity::Low => Noun { one: "lågt gap", many: "låga gap" },
    }
}

const fn language_name(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "engelska",
        Lang::Sv => "svenska",
    }
}

fn page(route: &Route) -> &'static str {
    match route {
        Route::Drop => "Start",
        Route::Overview => "Översikt",
        Route::Gaps(_) => "Gap",
        Route::Roadmap => "Färdplan",
        Route::Checks(_) => "Kontroller",
        Route::Agents => "Agenter",
        Route::Files => "Filer",
        Route::Compare => "Jämför",
        Route::Profile => "Profil",
        Route::Export => "Export",
    }
}

fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "Färger: som systemet",
        Theme::Light => "Färger: ljusa",
        Theme::Dark => "Färger: mörka",
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Listing => "Läser innehållsförteckningen",
        Stage::Reading => "Läser filerna",
        Stage::Judging => "Bedömer",
    }
}

fn files(list: FileList) -> &'static str {
    match list {
        FileList::Read => "Lästa",
        FileList::Skipped => "Överhoppade",
        FileList::Problems => "Svårlästa",
    }
}

fn file_role(role: &str) -> &'static str {
    match role {
        "production" => "produktion",
        "test" => "test",
        "example" => "exempel",
        "documentation" => "dokumentation",
        "generated" => "genererad",
        "vendored" => "andras kod",
        "tooling" => "verktyg",
        "audit_material" => "underlag om systemet",
        _ => "övrigt",
    }
}

const fn grouping(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::None => "Inga grupper",
        Grouping::Severity => "Efter allvar",
        Grouping::Category => "Efter kategori",
        Grouping::Criterion => "Efter kriterium",
        Grouping::Team => "Efter team",
        Grouping::Owner => "Efter ansvarig",
        Grouping::Effort => "Efter insats",
    }
}

const fn compared_list(list: ComparedList) -> &'static str {
    match list {
        ComparedList::New => "Nya",
        ComparedList::Fixed => "Stängda",
        ComparedList::Changed => "Ändrade",
        ComparedList::Unchanged => "Som förut",
    }
}

const fn level_name(level: Level) -> &'static str {
    match level {
        Level::A => "A: som tabellen säger",
        Level::B => "B: drift och underhåll mildare",
        Level::C => "C: allt utom data och juridik mildare",
    }
}

const fn threshold(threshold: Threshold) -> &'static str {
    match threshold {
        Threshold::LlmTests => "Tester av LLM-integrationen",
        Threshold::LlmMilliseconds => "Modellanrop, 95:e percentilen, ms",
        Threshold::CacheHitPercent => "Träffar i cachen, %",
        Threshold::ConcurrentUsers => "Samtidiga användare",
        Threshold::FunctionalityPercent => "Kvar vid omkoppling, %",
    }
}

/// What a rule of the page's policy means; nothing for one that the page does not have.
fn rule(name: &str, allowed: &str) -> &'static str {
    match (name, allowed) {
        ("default-src", "'none'") => "Det som inte tillåts nedan stoppas.",
        ("script-src", _) => "Skript: bara sidans egna; dessutom får WebAssembly kompileras.",
        ("style-src", _) => "Stilar: bara sidans egna.",
        ("img-src", _) => "Bilder: bara sidans egna, de flesta ritade av den.",
        ("worker-src", _) => "Arbetstrådar: bara de som sidan startar ur sitt eget program.",
        ("connect-src", "'none'") => "Nätanrop: inga, vart det än är.",
        ("connect-src", "'self'") => "Nätanrop: bara efter sidans egna filer, medan den laddas.",
        ("base-uri", "'none'") => "Adresser i sidan kan inte böjas mot en annan värd.",
        ("form-action", "'none'") => "Formulär: kan inte skickas någonstans.",
        _ => "",
    }
}
