//! English.

use super::{
    Compare, Decide, Drop, Export, Frame, Keys, Overview, Profile, Proof, Trial, Trust, Words, Work, shared,
};
use crate::state::{ComparedList, FileList, Grouping, Route, Stage, Theme, Threshold};
use beredd_model::{Lang, Level, Severity};
use beredd_report::words::Noun;

pub(super) static WORDS: Words = Words {
    report: shared(Lang::En),
    page,
    theme,
    stage,
    files,
    frame: Frame {
        to_content: "Skip to content",
        menu: "Pages",
        language: "Language",
        other_archive: "New archive",
        nothing_leaves: "Nothing leaves this tab",
    },
    keys: Keys {
        title: "Keyboard shortcuts",
        search: "Search on this page",
        rows: "Previous and next row of a table",
        ends: "First and last row of a table",
        close: "Close this list, or leave an empty search",
        list: "This list",
        note: "Press g, let go, then the letter of the page.",
        close_list: "Close",
    },
    trial: Trial {
        title: "Try it yourself",
        tries: "Tries to reach an address outside this page:",
        offer: "Nothing has been tried yet: the page makes no request unasked.",
        button: "Try to send",
        under_way: "Trying …",
        refused: |rule| {
            format!(
                "Refused: the browser stopped the request by the page's own rule ({rule}) before anything was sent."
            )
        },
        failed: "The request failed, but the browser did not say that the page's rule was why. Perhaps there is no network, or \
                 the page is served without its rule: do not count on it being sealed.",
        answered: "The request was answered. This page is not sealed: do not drop anything confidential on it.",
    },
    trust: Trust {
        policy: "The policy in force, as it stands in this page",
        no_policy: "No policy stands in this page. It is not sealed: do not drop anything confidential on it.",
        rule,
        programs: "The programs that run here",
        compare: "Each program with the SHA-256 of what this tab has loaded. They stand in the release's SHA256SUMS by the same \
                  names, below site/. An altered page could show any figures: to be sure, check the files themselves with \
                  sha256sum --check SHA256SUMS.",
    },
    drop: Drop {
        question: "Is the agent system ready for production?",
        lead: "Drop the archive of a repository. Seconds later the answer stands here: score, gaps and roadmap, with the \
               proof of every verdict.",
        target: "Drop an archive or a folder anywhere on the page",
        formats: "zip, tar, tar.gz or a folder, with results and a beredd.toml beside it if you like; or an audit.json that you saved",
        release: "Let go to audit",
        choose: "Choose a file",
        choose_folder: "Choose a folder",
        sample: "Audit the sample",
        sample_hint: "An invented system that comes with the page: this is what a whole audit looks like.",
        back_to: |name| format!("Back to {name}"),
        return_to: |page| {
            format!(
                "Nothing was kept when the page was reloaded. Drop the archive again, and {page} opens where you were."
            )
        },
        trust_title: "Nothing leaves your machine",
        trust: [
            "The archive is unpacked and audited in the browser. There is no server that could receive it.",
            "Once loaded, the page makes no requests. No telemetry, no cookies, nothing is stored.",
            "Secrets that are found are shown as kind, place and a redacted stub only.",
        ],
        promises: [
            (
                "A score you can recompute",
                "Proven, possible, and how much is decided, over forty criteria in eight categories.",
            ),
            (
                "Proof, not impressions",
                "Every verdict points at a file and a line, or says what was looked for and where.",
            ),
            (
                "A roadmap",
                "The gaps in the right order, with effort, prerequisites and the shortest way to ready.",
            ),
        ],
        working_on: |name| format!("Auditing {name}"),
        so_far: |reached, total| format!("{reached} of {total}"),
        cancel: "Cancel",
        failed: "No audit came of it",
        way_on: "Choose another file, or audit the sample.",
    },
    overview: Overview {
        of_weight: |share| format!("{share} of the weight"),
        how: "How it is reckoned",
        eight: "Eight categories",
        ready_mark: |points| format!("tick: the limit for ready, {points}"),
        no_gaps: "no gaps",
        undecided: "nothing decided",
        first_steps: "Start here",
        whole_roadmap: "The whole roadmap",
        found: "What was found",
        weighed: "Weight × proven",
        mean: |sum, count, mean| format!("({sum}) / {count} = {mean}"),
        tests: |declared, importable, llm| {
            format!("{declared} written · {importable} import · {llm} concern the LLM")
        },
        unauthenticated: |count| format!("{count} without authentication"),
        secrets: "Secrets in the clear",
        nothing_read: "No file could be read, so nothing is proven.",
        with_done: |gaps| format!("If {gaps} were closed"),
        was: |points| format!("now {points}"),
        sum: "Sum",
        blocked_by: "What blocks it",
    },
    work: Work {
        open_gaps: |gaps, range| format!("{gaps} · {range} person-days"),
        any_severity: "Any severity",
        any_category: "Any category",
        any_owner: "Any owner",
        group_by: "Group by",
        grouping,
        columns: "Columns",
        several_teams: "Several teams",
        whole_system: "The whole system",
        a_day: "A day or less",
        a_week: "A week or less",
        more_than_a_week: "More than a week",
        search: "Search the gaps",
        done: "Done",
        count_as_done: |title| format!("Count as done: {title}"),
        shown: |shown, all| format!("{shown} of {all} shown"),
        clear_filter: "Show all",
        none_match: "No gap matches.",
        none_open: "No gap is open.",
        what_if: "If the ticked ones were done",
        tick_to_see: "Tick a gap to see what it gives.",
        untick: "Untick all",
        left: |days| format!("{days} of work left"),
        severity_why: "Why this severe",
        the_proof: "Proof and verdict",
        affected: "Affected",
        capacity: "Capacity",
        focus: "Focus, %",
        progress_note: "Proven score week by week if the roadmap is followed",
        phases: "Phases",
        schedule: "All work in order",
        parts: "Part of the roadmap",
        previous_part: "Earlier",
        next_part: "Later",
        after: "Score after",
        exact: "No cheaper choice exists.",
        not_exact: "The cheapest that was found; a cheaper one may exist.",
        no_way: "Closing gaps is not enough for ready: more must be decidable from the archive.",
        is_ready: "The system is ready already.",
        start: "Starts",
        end: "Done",
        day: |day| format!("day {day}"),
        critical: "Critical path",
        reset: "As audited",
        gap_of,
        opens_way: |gaps| format!("opens the way for {gaps}"),
        days_from_to: |first, last| {
            if first == last { format!("day {first}") } else { format!("days {first}–{last}") }
        },
    },
    proof: Proof {
        checks_lead: "Category, criterion, check, evidence. Open a criterion to see what its verdict rests on.",
        decisive: "decisive",
        supporting: "supporting",
        not_asked: "No check asks this criterion yet.",
        no_evidence: "No evidence was found.",
        population: "One by one",
        standards: "Standards",
        show_lines: "Show the lines",
        hide_lines: "Hide the lines",
        reading: "Reading …",
        secret_line: "this line holds a secret and is not shown",
        grades: "Grades of evidence, strongest first",
        agents_lead: |agents, teams| {
            format!("{agents} in {teams}. One row per agent, one column per criterion that is asked of each.")
        },
        no_agents: "No agents were found in the archive.",
        agent: "Agent",
        no_framework: "no framework",
        matrix_note: "Choose a cell to see its evidence.",
        path: "File",
        role: "Role",
        language: "Language",
        lines: "Lines",
        bytes: "Size",
        search_files: "Search the files",
        none: "Nothing here.",
        copy: |place| format!("Copy {place}"),
        copied: |place| format!("Copied: {place}"),
        previous_evidence: "Previous evidence",
        next_evidence: "Next evidence",
        excerpt: "Lines of the file",
        teams: "Teams",
        team_score: "proven, over the criteria asked of each agent",
        problems_note: "Checks that needed these files say that they cannot decide, never that all is well.",
        all_files: "All files",
        claimed_at: "Claimed at",
        contradicted_at: "and contradicted at",
        file_role,
    },
    decide: Decide {
        title: "Decision",
        accept: "Accept the risk …",
        reason: "Why it can be lived with",
        owner: "Who answers for it",
        expires: "Last day",
        note: "The points stay lost and the gap stays in sight. Save the decision as beredd.toml under Profile.",
        accept_button: "Accept the risk",
        accepted: |owner, until| format!("Accepted by {owner} until {until}."),
        attested: |who, day| format!("Attested by {who} on {day}."),
        withdraw: "Withdraw",
    },
    compare: Compare {
        lead: "Two audits of the same system: what was won and lost, and which gaps came and went.",
        target: "Drop the other audit anywhere on the page",
        formats: "an audit.json that you saved, or the archive of another version",
        choose: "Choose the other audit",
        release: "Let go to compare",
        earlier: "Earlier",
        later: "Later",
        swap: "Swap earlier and later",
        another: "Compare with another",
        gate_moved: |before, after| format!("Gate: {before} before, {after} now."),
        same_archive: "Both are audits of the very same archive.",
        on_common: |before, after| {
            format!("Over the checks that both audits made: {before} before, {after} after.")
        },
        list: compared_list,
        none: "No gap in this list.",
        criteria: "Criteria",
        unmoved: "Nothing moved.",
        before: "Before",
        after: "After",
        change: "Change",
    },
    profile: Profile {
        named: |name, source| {
            if source == "built-in" { format!("{name}, built in") } else { format!("{name}, from {source}") }
        },
        lead: "What the audit is measured by. Change it and see at once what follows; the verdicts stay as the archive proves them.",
        judging: "The checks are running again …",
        reset: "As audited",
        weights: "Weights",
        sum: |sum| format!("sum {sum}"),
        weights_note: "Shares of the score, in per cent. They need not sum to 100: the mean divides by their sum.",
        limits: "Limits",
        ready_above: "Ready above, points",
        nearly_from: "Nearly ready from, points",
        level: "Level",
        level_name,
        level_note: "How demanding the operation is. A lower level makes some gaps milder; it never moves the score.",
        figures: "What criteria compare with",
        threshold,
        languages: "Languages of every agent",
        eu_only: "Data must stay in the EU",
        figures_note: "Verdicts depend on these, so the checks run again, over what was read before. Languages as codes: sv, en.",
        needs_archive: "These change verdicts. Drop the archive itself to have them judged again: a saved audit holds only what was found.",
        start: "First day of the work",
        decisions: "Decisions",
        auditor: "Auditor mode",
        auditor_note: "In auditor mode nothing counts that the repository decides about itself: no profile of its own, no accepted risk, no attestation. With a day of the audit, accepted risks expire.",
        today: "Day of the audit",
        no_decisions: "No risk is accepted and nothing is attested. A risk is accepted in the details of its gap.",
        file_note: "The profile as a file, decisions included. Put it at the root of the repository, or drop it beside the archive.",
        save: "Save beredd.toml",
    },
    export: Export {
        lead: "Every file is made here in the browser and carries the archive's SHA-256, the program's version and the catalogue's hash.",
        json: (
            "The audit as JSON",
            "Everything the pages show, by the published schema. The same bytes as the command line gives; can be dropped here again.",
        ),
        language: "Language of the files",
        language_name,
        html: (
            "A report in one HTML file",
            "Everything in one file, to mail, open from a disk and print. No script and no outside reference.",
        ),
        markdown: (
            "A report in Markdown",
            "Summary, categories, critical gaps, roadmap, and an appendix with every check.",
        ),
        gaps_csv: ("The gaps as CSV", "One row per gap, for spreadsheets and issue trackers."),
        checks_csv: ("The checks as CSV", "One row per check, with outcome and grade."),
        sarif: ("The gaps as SARIF 2.1.0", "For code hosts and editors that show findings at the line."),
        junit: ("The criteria as JUnit XML", "For build servers that show tests: one test per criterion."),
        bom: (
            "A bill of the AI parts",
            "CycloneDX: models, providers and frameworks that were found, for inventories.",
        ),
        badge: ("A badge as SVG", "Score and gate, for a README."),
        radar: ("The radar as SVG", "Eight categories, proven and possible."),
        timeline: ("The timeline as SVG", "The roadmap over the calendar."),
        progress: ("The score over time as SVG", "The proven score week by week along the roadmap."),
        print: ("Print or save as PDF", "Every page has a form of its own for paper."),
        save: "Save",
        save_as: |name| format!("Save {name}"),
        print_button: "Print",
    },
};

const fn gap_of(severity: Severity) -> Noun {
    match severity {
        Severity::Critical => Noun { one: "critical gap", many: "critical gaps" },
        Severity::High => Noun { one: "high gap", many: "high gaps" },
        Severity::Medium => Noun { one: "medium gap", many: "medium gaps" },
        Severity::Low => Noun { one: "low gap", many: "low gaps" },
    }
}

const fn language_name(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "English",
        Lang::Sv => "Swedish",
    }
}

fn page(route: &Route) -> &'static str {
    match route {
        Route::Drop => "Start",
        Route::Overview => "Overview",
        Route::Gaps(_) => "Gaps",
        Route::Roadmap => "Roadmap",
        Route::Checks(_) => "Checks",
        Route::Agents => "Agents",
        Route::Files => "Files",
        Route::Compare => "Compare",
        Route::Profile => "Profile",
        Route::Export => "Export",
    }
}

fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "Colours: as the system",
        Theme::Light => "Colours: light",
        Theme::Dark => "Colours: dark",
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Listing => "Reading the list of files",
        Stage::Reading => "Reading the files",
        Stage::Judging => "Judging",
    }
}

fn files(list: FileList) -> &'static str {
    match list {
        FileList::Read => "Read",
        FileList::Skipped => "Skipped",
        FileList::Problems => "Problems",
    }
}

fn file_role(role: &str) -> &'static str {
    match role {
        "production" => "production",
        "test" => "test",
        "example" => "example",
        "documentation" => "documentation",
        "generated" => "generated",
        "vendored" => "vendored",
        "tooling" => "tooling",
        "audit_material" => "about the system",
        _ => "other",
    }
}

const fn grouping(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::None => "No groups",
        Grouping::Severity => "By severity",
        Grouping::Category => "By category",
        Grouping::Criterion => "By criterion",
        Grouping::Team => "By team",
        Grouping::Owner => "By owner",
        Grouping::Effort => "By effort",
    }
}

const fn compared_list(list: ComparedList) -> &'static str {
    match list {
        ComparedList::New => "New",
        ComparedList::Fixed => "Closed",
        ComparedList::Changed => "Changed",
        ComparedList::Unchanged => "As before",
    }
}

const fn level_name(level: Level) -> &'static str {
    match level {
        Level::A => "A: as the table says",
        Level::B => "B: operation and upkeep milder",
        Level::C => "C: all but data and law milder",
    }
}

const fn threshold(threshold: Threshold) -> &'static str {
    match threshold {
        Threshold::LlmTests => "Tests of the LLM integration",
        Threshold::LlmMilliseconds => "Model call, 95th percentile, ms",
        Threshold::CacheHitPercent => "Cache hit rate, %",
        Threshold::ConcurrentUsers => "Concurrent users",
        Threshold::FunctionalityPercent => "Kept in failover, %",
    }
}

/// What a rule of the page's policy means; nothing for one that the page does not have.
fn rule(name: &str, allowed: &str) -> &'static str {
    match (name, allowed) {
        ("default-src", "'none'") => "What is not allowed below is refused.",
        ("script-src", _) => "Scripts: this page's own; beside them WebAssembly may be compiled.",
        ("style-src", _) => "Styles: this page's own.",
        ("img-src", _) => "Images: this page's own, most of them drawn by it.",
        ("worker-src", _) => "Workers: those that the page starts from its own program.",
        ("connect-src", "'none'") => "Requests: none, to no address.",
        ("connect-src", "'self'") => "Requests: for the page's own files, while it loads.",
        ("base-uri", "'none'") => "Addresses in the page cannot be bent towards another host.",
        ("form-action", "'none'") => "Forms: sent nowhere.",
        _ => "",
    }
}
