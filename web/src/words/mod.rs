//! The words of the pages that are not the reports' own: what a reader is asked to do, and what happens on the way.
//!
//! Names of categories, severities and outcomes, and how numbers are written, come from [`beredd_report::words`]. One
//! structure, filled once per language; a missing word does not compile.

mod en;
mod faults;
mod sv;

pub(crate) use faults::{
    archive_gone, file_crashed, judge_died, not_an_audit, program_missing, worker_garbled, worker_refused,
    writer_died,
};

use crate::state::{ComparedList, FileList, Grouping, Route, Stage, Theme, Threshold};
use beredd_model::{Lang, Level, Severity};
use beredd_report::words::{Noun, Words as Report, words as report};

/// What the pages say in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// The words that reports use too.
    pub(crate) report: &'static Report,
    /// A page's name in the menu.
    pub(crate) page: fn(&Route) -> &'static str,
    /// What to do with the theme, from what it is now.
    pub(crate) theme: fn(Theme) -> &'static str,
    /// What is being done.
    pub(crate) stage: fn(Stage) -> &'static str,
    /// A list of files.
    pub(crate) files: fn(FileList) -> &'static str,
    /// The frame of every page.
    pub(crate) frame: Frame,
    /// The shortcuts.
    pub(crate) keys: Keys,
    /// The self-test of the page's seal.
    pub(crate) trial: Trial,
    /// What can be checked of the page: its policy and its programs.
    pub(crate) trust: Trust,
    /// The drop page, and errors, which send the reader there.
    pub(crate) drop: Drop,
    /// The overview.
    pub(crate) overview: Overview,
    /// Gaps and roadmap.
    pub(crate) work: Work,
    /// Checks, agents and files.
    pub(crate) proof: Proof,
    /// Decisions about single gaps.
    pub(crate) decide: Decide,
    /// The comparison.
    pub(crate) compare: Compare,
    /// The profile.
    pub(crate) profile: Profile,
    /// Export.
    pub(crate) export: Export,
}

/// The frame of every page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) to_content: &'static str,
    pub(crate) menu: &'static str,
    pub(crate) language: &'static str,
    pub(crate) other_archive: &'static str,
    pub(crate) nothing_leaves: &'static str,
}

/// The shortcuts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys {
    pub(crate) title: &'static str,
    pub(crate) search: &'static str,
    pub(crate) rows: &'static str,
    pub(crate) ends: &'static str,
    pub(crate) close: &'static str,
    pub(crate) list: &'static str,
    pub(crate) note: &'static str,
    pub(crate) close_list: &'static str,
}

/// The self-test of the page's seal: what is tried, and what can be seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trial {
    pub(crate) title: &'static str,
    pub(crate) tries: &'static str,
    pub(crate) offer: &'static str,
    pub(crate) button: &'static str,
    pub(crate) under_way: &'static str,
    pub(crate) refused: fn(rule: &str) -> String,
    pub(crate) failed: &'static str,
    pub(crate) answered: &'static str,
}

/// What can be checked of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trust {
    pub(crate) policy: &'static str,
    pub(crate) no_policy: &'static str,
    /// What a rule of the policy means, by its name and what it allows.
    pub(crate) rule: fn(name: &str, allowed: &str) -> &'static str,
    pub(crate) programs: &'static str,
    pub(crate) compare: &'static str,
}

/// The drop page, progress and errors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drop {
    pub(crate) question: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) target: &'static str,
    pub(crate) formats: &'static str,
    pub(crate) release: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) choose_folder: &'static str,
    pub(crate) sample: &'static str,
    pub(crate) sample_hint: &'static str,
    pub(crate) back_to: fn(&str) -> String,
    pub(crate) return_to: fn(page: &str) -> String,
    pub(crate) trust_title: &'static str,
    pub(crate) trust: [&'static str; 3],
    pub(crate) promises: [(&'static str, &'static str); 3],
    pub(crate) working_on: fn(&str) -> String,
    pub(crate) so_far: fn(reached: &str, total: &str) -> String,
    pub(crate) cancel: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) way_on: &'static str,
}

/// The overview.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overview {
    pub(crate) of_weight: fn(&str) -> String,
    pub(crate) how: &'static str,
    pub(crate) eight: &'static str,
    pub(crate) ready_mark: fn(&str) -> String,
    pub(crate) no_gaps: &'static str,
    pub(crate) undecided: &'static str,
    pub(crate) first_steps: &'static str,
    pub(crate) whole_roadmap: &'static str,
    pub(crate) found: &'static str,
    pub(crate) weighed: &'static str,
    pub(crate) mean: fn(sum: &str, count: &str, mean: &str) -> String,
    pub(crate) tests: fn(declared: &str, importable: &str, llm: &str) -> String,
    pub(crate) unauthenticated: fn(&str) -> String,
    pub(crate) secrets: &'static str,
    pub(crate) nothing_read: &'static str,
    pub(crate) with_done: fn(&str) -> String,
    pub(crate) was: fn(&str) -> String,
    pub(crate) sum: &'static str,
    pub(crate) blocked_by: &'static str,
}

/// Gaps and roadmap.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    pub(crate) open_gaps: fn(gaps: &str, range: &str) -> String,
    pub(crate) any_severity: &'static str,
    pub(crate) any_category: &'static str,
    pub(crate) any_owner: &'static str,
    pub(crate) group_by: &'static str,
    pub(crate) grouping: fn(Grouping) -> &'static str,
    pub(crate) columns: &'static str,
    pub(crate) several_teams: &'static str,
    pub(crate) whole_system: &'static str,
    pub(crate) a_day: &'static str,
    pub(crate) a_week: &'static str,
    pub(crate) more_than_a_week: &'static str,
    pub(crate) search: &'static str,
    pub(crate) done: &'static str,
    pub(crate) count_as_done: fn(&str) -> String,
    pub(crate) shown: fn(shown: &str, all: &str) -> String,
    pub(crate) clear_filter: &'static str,
    pub(crate) none_match: &'static str,
    pub(crate) none_open: &'static str,
    pub(crate) what_if: &'static str,
    pub(crate) tick_to_see: &'static str,
    pub(crate) untick: &'static str,
    pub(crate) left: fn(&str) -> String,
    pub(crate) severity_why: &'static str,
    pub(crate) the_proof: &'static str,
    pub(crate) affected: &'static str,
    pub(crate) capacity: &'static str,
    pub(crate) focus: &'static str,
    pub(crate) progress_note: &'static str,
    pub(crate) phases: &'static str,
    pub(crate) schedule: &'static str,
    pub(crate) parts: &'static str,
    pub(crate) previous_part: &'static str,
    pub(crate) next_part: &'static str,
    pub(crate) after: &'static str,
    pub(crate) exact: &'static str,
    pub(crate) not_exact: &'static str,
    pub(crate) no_way: &'static str,
    pub(crate) is_ready: &'static str,
    pub(crate) start: &'static str,
    pub(crate) end: &'static str,
    pub(crate) day: fn(&str) -> String,
    pub(crate) critical: &'static str,
    pub(crate) reset: &'static str,
    pub(crate) gap_of: fn(Severity) -> Noun,
    pub(crate) opens_way: fn(gaps: &str) -> String,
    pub(crate) days_from_to: fn(first: &str, last: &str) -> String,
}

/// Checks, agents and files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proof {
    pub(crate) checks_lead: &'static str,
    pub(crate) decisive: &'static str,
    pub(crate) supporting: &'static str,
    pub(crate) not_asked: &'static str,
    pub(crate) no_evidence: &'static str,
    pub(crate) population: &'static str,
    pub(crate) standards: &'static str,
    pub(crate) show_lines: &'static str,
    pub(crate) hide_lines: &'static str,
    pub(crate) reading: &'static str,
    pub(crate) secret_line: &'static str,
    pub(crate) grades: &'static str,
    pub(crate) agents_lead: fn(agents: &str, teams: &str) -> String,
    pub(crate) no_agents: &'static str,
    pub(crate) agent: &'static str,
    pub(crate) no_framework: &'static str,
    pub(crate) matrix_note: &'static str,
    pub(crate) path: &'static str,
    pub(crate) role: &'static str,
    pub(crate) language: &'static str,
    pub(crate) lines: &'static str,
    pub(crate) bytes: &'static str,
    pub(crate) search_files: &'static str,
    pub(crate) none: &'static str,
    pub(crate) copy: fn(&str) -> String,
    pub(crate) copied: fn(&str) -> String,
    pub(crate) previous_evidence: &'static str,
    pub(crate) next_evidence: &'static str,
    pub(crate) excerpt: &'static str,
    pub(crate) teams: &'static str,
    pub(crate) team_score: &'static str,
    pub(crate) problems_note: &'static str,
    pub(crate) all_files: &'static str,
    pub(crate) claimed_at: &'static str,
    pub(crate) contradicted_at: &'static str,
    pub(crate) file_role: fn(&str) -> &'static str,
}

/// Decisions about single gaps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decide {
    pub(crate) title: &'static str,
    pub(crate) accept: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) expires: &'static str,
    pub(crate) note: &'static str,
    pub(crate) accept_button: &'static str,
    pub(crate) accepted: fn(owner: &str, until: &str) -> String,
    pub(crate) attested: fn(who: &str, day: &str) -> String,
    pub(crate) withdraw: &'static str,
}

/// The comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compare {
    pub(crate) lead: &'static str,
    pub(crate) target: &'static str,
    pub(crate) formats: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) release: &'static str,
    pub(crate) earlier: &'static str,
    pub(crate) later: &'static str,
    pub(crate) swap: &'static str,
    pub(crate) another: &'static str,
    pub(crate) gate_moved: fn(before: &str, after: &str) -> String,
    pub(crate) same_archive: &'static str,
    pub(crate) on_common: fn(before: &str, after: &str) -> String,
    pub(crate) list: fn(ComparedList) -> &'static str,
    pub(crate) none: &'static str,
    pub(crate) criteria: &'static str,
    pub(crate) unmoved: &'static str,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
    pub(crate) change: &'static str,
}

/// The profile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Profile {
    pub(crate) named: fn(name: &str, source: &str) -> String,
    pub(crate) lead: &'static str,
    pub(crate) judging: &'static str,
    pub(crate) reset: &'static str,
    pub(crate) weights: &'static str,
    pub(crate) sum: fn(&str) -> String,
    pub(crate) weights_note: &'static str,
    pub(crate) limits: &'static str,
    pub(crate) ready_above: &'static str,
    pub(crate) nearly_from: &'static str,
    pub(crate) level: &'static str,
    pub(crate) level_name: fn(Level) -> &'static str,
    pub(crate) level_note: &'static str,
    pub(crate) figures: &'static str,
    pub(crate) threshold: fn(Threshold) -> &'static str,
    pub(crate) languages: &'static str,
    pub(crate) eu_only: &'static str,
    pub(crate) figures_note: &'static str,
    pub(crate) needs_archive: &'static str,
    pub(crate) start: &'static str,
    pub(crate) decisions: &'static str,
    pub(crate) auditor: &'static str,
    pub(crate) auditor_note: &'static str,
    pub(crate) today: &'static str,
    pub(crate) no_decisions: &'static str,
    pub(crate) file_note: &'static str,
    pub(crate) save: &'static str,
}

/// Export.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Export {
    pub(crate) lead: &'static str,
    pub(crate) json: (&'static str, &'static str),
    pub(crate) language: &'static str,
    pub(crate) language_name: fn(Lang) -> &'static str,
    pub(crate) html: (&'static str, &'static str),
    pub(crate) markdown: (&'static str, &'static str),
    pub(crate) gaps_csv: (&'static str, &'static str),
    pub(crate) checks_csv: (&'static str, &'static str),
    pub(crate) sarif: (&'static str, &'static str),
    pub(crate) junit: (&'static str, &'static str),
    pub(crate) bom: (&'static str, &'static str),
    pub(crate) badge: (&'static str, &'static str),
    pub(crate) radar: (&'static str, &'static str),
    pub(crate) timeline: (&'static str, &'static str),
    pub(crate) progress: (&'static str, &'static str),
    pub(crate) print: (&'static str, &'static str),
    pub(crate) save: &'static str,
    pub(crate) save_as: fn(&str) -> String,
    pub(crate) print_button: &'static str,
}

/// The words of one language.
pub(crate) const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &en::WORDS,
        Lang::Sv => &sv::WORDS,
    }
}

const fn shared(lang: Lang) -> &'static Report {
    report(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What reads the same in both languages was probably never translated; names that are one word in both are left out.
    #[test]
    fn the_languages_differ_where_they_should() {
        let (en, sv) = (words(Lang::En), words(Lang::Sv));
        for stage in Stage::ALL {
            assert_ne!((en.stage)(stage), (sv.stage)(stage));
        }
        for list in [FileList::Read, FileList::Skipped, FileList::Problems] {
            assert_ne!((en.files)(list), (sv.files)(list));
        }
        for route in [
            Route::Overview,
            Route::Gaps(None),
            Route::Roadmap,
            Route::Checks(None),
            Route::Agents,
            Route::Files,
        ] {
            assert_ne!((en.page)(&route), (sv.page)(&route));
        }
        for text in [
            program_missing(),
            worker_refused(),
            worker_garbled(),
            judge_died(),
            archive_gone(),
            file_crashed(),
        ] {
            assert_ne!(text.en, text.sv);
        }
    }
}
