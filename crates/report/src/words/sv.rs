//! Svenska.

use super::{Labels, Noun, Nouns, Sentences, Words};
use beredd_model::{
    Band, Category, Gate, Grade, Lang, Outcome, Owner, ProblemKind, Severity, SkipReason, Standing,
    SubjectKind,
};

pub(super) static WORDS: Words = Words {
    lang: Lang::Sv,
    category,
    severity,
    severity_plural,
    outcome,
    standing,
    band,
    grade,
    grade_meaning,
    owner,
    skip,
    problem,
    subject,
    nouns: Nouns {
        gap: noun("gap", "gap"),
        critical_gap: noun("kritiskt gap", "kritiska gap"),
        criterion: noun("kriterium", "kriterier"),
        check: noun("kontroll", "kontroller"),
        agent: noun("agent", "agenter"),
        team: noun("team", "team"),
        service: noun("tjänst", "tjänster"),
        route: noun("rutt", "rutter"),
        call_site: noun("modellanrop", "modellanrop"),
        test: noun("test som räknas", "tester som räknas"),
        file: noun("fil", "filer"),
        place: noun("ställe", "ställen"),
        developer: noun("utvecklare", "utvecklare"),
        person_day: noun("persondag", "persondagar"),
        week: noun("vecka", "veckor"),
    },
    labels: Labels {
        report: "Produktionsberedskap",
        summary: "Sammanfattning",
        comparison: "Vad som har ändrats",
        now: "Nu",
        on_common_checks: "Räknat på gemensamma kontroller",
        new_gaps: "Nya gap",
        closed_gaps: "Stängda gap",
        changed_gaps: "Ändrade gap",
        unchanged_gaps: "Som förut",
        by_catalogue: " (av en ändring i kontrollerna)",
        checks_added: "Kontroller som är nya",
        checks_removed: "Kontroller som är borta",
        all_work: "Arbete totalt",
        auditor_mode: "Revisorsläge",
        decisions: "Accepterade risker och intyg",
        until: "Till eller från",
        state: "Läge",
        days: "Dagar",
        gaps_and_recommendations: "Gap och rekommendationer",
        checks_and_evidence: "Kontroller och belägg",
        product: "Produkt",
        find_out: "Att ta reda på först",
        score: "Poäng",
        proven: "Bevisat",
        possible: "Möjligt",
        coverage: "Avgjort",
        ready_line: "Redo över",
        earlier: "Tidigare",
        band: "Läge",
        gate: "Lansering",
        recommendation: "Rekommendation",
        shortest_way: "Kortaste vägen till redo",
        system: "Systemet",
        categories: "Kategorier",
        category: "Kategori",
        weight: "Vikt",
        overall: "Totalt",
        findings: "Iakttagelser",
        strengths: "Styrkor",
        gaps: "Gap",
        recommendations: "Rekommendationer",
        checks: "Kontroller",
        criterion: "Kriterium",
        check: "Kontroll",
        outcome: "Utfall",
        extent: "Omfattning",
        proof: "Bevisgrad",
        evidence: "Belägg",
        evidence_for: "För",
        evidence_against: "Emot",
        critical_gaps: "Kritiska gap",
        high_gaps: "Höga gap",
        gap: "Gap",
        severity: "Allvarlighetsgrad",
        to_verify: "ska verifieras",
        supporting: "stödjande",
        why: "Varför det spelar roll",
        fix: "Vad som bör göras",
        places: "Var",
        effort: "Insats",
        requires: "Kräver",
        unlocks: "Öppnar för",
        points: "Poäng",
        owner: "Ägare",
        roadmap: "Färdplan",
        phase: "Fas",
        developer: "Utvecklare",
        developers: "Utvecklare",
        hours: "Arbetstimmar",
        total: "Summa",
        critical_path: "Kraftig ram: kritisk linje",
        start: "start",
        progress: "Bevisad poäng längs färdplanen",
        next_actions: "Nästa steg per roll",
        next_steps: "Nästa steg",
        appendix: "Bilaga",
        every_check: "Alla kontroller",
        limits: "Vad kontrollen inte kan se",
        contradictions: "Dokument som koden motsäger",
        not_read: "Vad som inte lästes",
        problems: "Vad som inte gick att förstå",
        file: "Fil",
        reason: "Orsak",
        message: "Vad som hände",
        what: "Vad som står där",
        arithmetic: "Så räknas det",
        provenance: "Varifrån siffrorna kommer",
        archive: "Arkiv",
        program: "Program",
        catalogue: "Kontrollkatalog",
        profile: "Profil",
        none: "Inga",
    },
    say: Sentences {
        of: |n, of| format!("{n} av {of}"),
        affected: |n, of| format!("{n} av {of} berörs"),
        more: |count| format!("och {count} till"),
        gate,
        advice,
        score: |points| format!("{points} av 100"),
        figures: |proven, possible, coverage| {
            format!("bevisat {proven} · möjligt {possible} · {coverage} av vikten avgjord")
        },
        shortest_way: |gaps, days, points| {
            format!(
                "När {gaps} är åtgärdade ({days}) öppnas spärren och den bevisade poängen når över gränsen, till {points}."
            )
        },
        read: |read, entries| format!("{read} av {entries} filer lästa"),
        auditor_mode: "Det som kodförrådet beslutar om sig självt visas men räknas inte.",
        decisions: "Vad människor har beslutat om enskilda gap. En accepterad risk ger inga poäng, och ett intyg är inget bevis.",
        see_critical: "Beskrivs i sin helhet under *Kritiska gap*.",
        phase_of_the_worst: "Ett gap står i samma fas som det allvarligaste gapet som väntar på det.",
        next_actions: "De första för varje roll, i färdplanens ordning. Vad som bör göras står vid varje gap under *Iakttagelser* och *Kritiska gap*.",
        documents_contradicted: |places| {
            format!("**Dokument:** koden motsäger det som dokumenten lovar på {places}; se bilagan.")
        },
        nothing_found: "Inget sådant hittades, så det finns ingen rad att visa.",
        searched: |files, signals| format!("Letade i {files} efter: {signals}"),
        phase: |number, severity_of| format!("Fas {number} · {}", severity_plural(severity_of)),
        after_phase: |days, points, gate| format!("{days} · bevisad poäng efteråt {points} · {gate}"),
        gate_open: "spärren öppen",
        gate_closed: "spärren stängd",
        total: |days, range, developers, focus, weeks| {
            format!("{days} ({range}) · {developers} med {focus} fokus · {weeks} i kalendern")
        },
        week: |number| format!("vecka {number}"),
        contradiction: |claim, against| format!("{claim} påstår något som {against} motsäger"),
        weight: |percent| format!("vikt {percent}"),
        arithmetic: |sum, weights, points| {
            format!("Totalt = summan av vikt × kategori ÷ summan av vikterna = {sum} ÷ {weights} = {points}.")
        },
        mean_of_criteria: "En kategori är medelvärdet av sina kriterier; kriterier som inte är tillämpliga räknas inte med.",
        how_points: "En kontroll ger 100 när den är uppfylld, 100 × n ÷ N när den är uppfylld till en del och 0 när den inte \
            är uppfylld eller inte går att avgöra. Ett kriterium är det viktade medelvärdet av sina kontroller: den avgörande \
            väger 3, en stödjande 1. Möjligt räknar det som inte går att avgöra som uppfyllt; avgjort är den del av vikten \
            som har ett säkert svar.",
        effort_is_assumed: "Insatserna är antaganden, inte mätningar: trepunktsuppskattningar per slags arbete som kan ändras \
            i profilen. Dagar är persondagar om åtta timmar.",
        bold_is_critical: "Timmar i fetstil ligger på den kritiska linjen.",
        calendar: |hours| format!("En kalendervecka rymmer {hours} arbetstimmar per utvecklare."),
    },
};

const fn noun(one: &'static str, many: &'static str) -> Noun {
    Noun { one, many }
}

fn category(category: Category) -> &'static str {
    match category {
        Category::Llm => "LLM-integration",
        Category::Resilience => "Resiliens",
        Category::Testing => "Testning",
        Category::Observability => "Observerbarhet",
        Category::Security => "Säkerhet",
        Category::Deployment => "Driftsättning",
        Category::Documentation => "Dokumentation",
        Category::Performance => "Prestanda",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Kritiskt",
        Severity::High => "Högt",
        Severity::Medium => "Medel",
        Severity::Low => "Lågt",
    }
}

fn severity_plural(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Kritiska",
        Severity::High => "Höga",
        Severity::Medium => "Medel",
        Severity::Low => "Låga",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "Uppfyllt",
        Outcome::Partial => "Delvis",
        Outcome::Fail => "Ej uppfyllt",
        Outcome::Unknown => "Ej avgjort",
        Outcome::NotApplicable => "Ej tillämpligt",
    }
}

fn standing(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Open => None,
        Standing::PartlyAccepted => Some("Delvis accepterat"),
        Standing::Overruled => Some("Godtas inte"),
        Standing::Accepted => Some("Accepterad risk"),
        Standing::Attested => Some("Intygat"),
    }
}

fn band(band: Band) -> &'static str {
    match band {
        Band::Ready => "Redo för produktion",
        Band::Nearly => "Nästan redo, mindre arbete återstår",
        Band::Significant => "Betydande arbete återstår",
    }
}

fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Mentioned => "omnämnt",
        Grade::Declared => "deklarerat",
        Grade::Used => "använt",
        Grade::Configured => "konfigurerat",
        Grade::Wired => "inkopplat",
        Grade::Measured => "uppmätt",
    }
}

fn grade_meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::Mentioned => "Bara i ett dokument, en kommentar eller en sträng: påstått, inte bevisat.",
        Grade::Declared => "Ett beroende, en import eller en tom stubbe: påstått, inte bevisat.",
        Grade::Used => "Används, men inget visar att produktionskoden når dit.",
        Grade::Configured => "Står i konfiguration som gäller.",
        Grade::Wired => "Definierat, och anropat eller registrerat av produktionskod.",
        Grade::Measured => "En resultatfil i kodförrådet visar det.",
    }
}

fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Architect => "Arkitektur",
        Owner::Sre => "DevOps/SRE",
        Owner::Qa => "QA",
        Owner::Security => "Säkerhet",
        Owner::Deployment => "Driftsättning",
        Owner::Documentation => "Dokumentation",
    }
}

fn skip(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Vendored => "andras kod som följer med i trädet",
        SkipReason::Generated => "genererad ur andra filer",
        SkipReason::Minified => "minifierad kod",
        SkipReason::Binary => "inte text",
        SkipReason::Metadata => "hör till versionshanteringen eller operativsystemet",
        SkipReason::LockFile => "en låsfil",
        SkipReason::TooLarge => "över gränsen för en fil",
        SkipReason::OverBudget => "över gränsen för arkivet",
        SkipReason::Symlink => "en symbolisk länk",
        SkipReason::Encrypted => "krypterad",
        SkipReason::UnsupportedMethod => "packad på ett sätt som inte stöds",
        SkipReason::UnsafeName => "namnet är inte en sökväg inom kodförrådet",
        SkipReason::Duplicate => "en annan post har samma namn",
        SkipReason::Damaged => "skadad",
    }
}

fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::SyntaxError => "syntaxfel",
        ProblemKind::UnresolvedImport => "import som inte leder någonstans",
        ProblemKind::Unreadable => "oläslig",
        ProblemKind::Encoding => "okänd teckenkodning",
        ProblemKind::LimitReached => "gränsen nådd",
        ProblemKind::Policy => "policy",
        ProblemKind::Crashed => "programmet klarade inte filen",
    }
}

fn subject(kind: SubjectKind) -> Noun {
    match kind {
        SubjectKind::Agent => noun("agent", "agenter"),
        SubjectKind::Team => noun("team", "team"),
        SubjectKind::CallSite => noun("modellanrop", "modellanrop"),
        SubjectKind::Service => noun("tjänst", "tjänster"),
        SubjectKind::Route => noun("rutt", "rutter"),
        SubjectKind::Image => noun("avbild", "avbilder"),
        SubjectKind::Part => noun("del", "delar"),
    }
}

fn gate(gate: &Gate) -> String {
    match (gate.is_open, super::number::length(&gate.blockers)) {
        (true, _) => "Öppen: inget kritiskt gap återstår".to_owned(),
        (false, 0) => "Spärrad: för lite gick att läsa för att öppna den".to_owned(),
        (false, count) => format!("Spärrad av {}", WORDS.count(count, WORDS.nouns.critical_gap)),
    }
}

fn advice(band: Band, gate: &Gate) -> &'static str {
    if !gate.is_open && gate.blockers.is_empty() {
        return "Lansera inte på den här granskningen: för lite gick att avgöra för att säga vad som står i vägen.";
    }
    match (band, gate.is_open) {
        (Band::Ready, true) => "Lansera. Ta de gap som återstår som planerat arbete.",
        (Band::Ready, false) => "Lansera inte förrän de kritiska gapen är åtgärdade. Resten är på plats.",
        (Band::Nearly, true) => {
            "Lansera när de höga gapen är åtgärdade eller accepterade; det som återstår är mindre arbete."
        }
        (Band::Nearly, false) => {
            "Lansera inte ännu. Ta de kritiska gapen först, sedan det mindre arbete som återstår."
        }
        (Band::Significant, true) => {
            "Lansera inte ännu. Inget kritiskt gap är öppet, men betydande arbete återstår."
        }
        (Band::Significant, false) => {
            "Lansera inte. Börja med de kritiska gapen; därefter återstår betydande arbete."
        }
    }
}
