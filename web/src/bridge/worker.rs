//! The worker's side: one program for judge and extractors, which of them it is shows in what it is asked.
//!
//! The only module here that may import the engine. It reads the dropped file itself, in large slices through
//! `FileReaderSync`, so the archive is never copied into the page.

mod taken;

use self::taken::{Taken, taken};
use super::excerpt::with_context;
use super::protocol::{self, Draft, HandedOver, In, Out, Parcel, buffer_of, bytes_of};
use super::saved;
use super::shift::Reached;
use crate::state::{Fingerprint, Form, under};
use crate::words;
use beredd_archive::{Reader, sha256};
use beredd_audit::{
    Budget, Case, DecodeError, FactShard, PolicyChoice, Survey, Terms, budget_by, decode, encode, extract,
    in_a_row, judge, split, survey_within,
};
use beredd_model::{ArchiveSummary, Audit, Entry, Place, Problem, ProblemKind, Program, Text};
use beredd_report::Theme;
use beredd_report::charts::{progress, radar, timeline};
use js_sys::{Array, ArrayBuffer};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The name of a policy file, as audits name it.
const POLICY_FILE: &str = "beredd.toml";
/// Progress is told at most once in this many files, or this many bytes.
const FILES_BETWEEN: u32 = 32;
const BYTES_BETWEEN: u64 = 1_000_000;

/// Listens for the page, for as long as the worker lives.
pub(crate) fn listen() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let desk = Rc::new(RefCell::new(Desk::default()));
    let ears = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let answers = match In::unpack(event.data()) {
            Ok(order) => desk.borrow_mut().obey(order, &scope),
            Err(_) => Some(Out::Broken(words::worker_garbled())),
        };
        if let Some(answer) = answers {
            post(&scope, &answer);
        }
    });
    ears.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget(); // it listens until the worker ends
    post(&ears, &Out::Ready);
}

/// What a worker has before it.
#[derive(Default)]
struct Desk {
    /// The archive that was surveyed.
    archive: Option<Taken>,
    work: Work,
    /// What it reads from, and the number under which it was dropped.
    taken: Option<(u32, Taken)>,
}

/// How far the judge has come with an archive.
#[derive(Default)]
enum Work {
    #[default]
    Nothing,
    /// Surveyed; the facts are coming in.
    Gathering(Box<Survey>, FactShard),
    /// Judged at least once. The facts stay, to be judged again on other terms.
    Judged(Box<(Case, Audit)>),
}

impl Desk {
    fn obey(&mut self, order: In, scope: &DedicatedWorkerGlobalScope) -> Option<Out> {
        match order {
            In::Introduce => Some(Out::Introduced(program())),
            In::Fingerprint(names, programs) => Some(Out::Fingerprints(fingerprints(names, &programs))),
            In::Survey(handed_over, parts) => Some(self.survey(&handed_over, parts)),
            In::Extract(number, handed_over, entries) => {
                Some(self.extract(number, &handed_over, &entries_of(&bytes_of(&entries)), scope))
            }
            In::Gather(shard) => self.gather(decode(&bytes_of(&shard))),
            In::Crashed(entries) => {
                let problems = entries_of(&bytes_of(&entries)).iter().map(crashed).collect();
                self.gather(Ok(FactShard { problems, ..FactShard::default() }))
            }
            In::Judge => Some(self.judge(&Terms::default())),
            In::JudgeBy(terms) => Some(self.judge(&chosen(terms))),
            In::Read(place) => Some(match self.read(&place) {
                Ok((first, lines)) => Out::Excerpt(place, first, lines),
                Err(why) => Out::NoExcerpt(place, why),
            }),
            In::Write(draft) => Some(match written(&draft) {
                Ok(bytes) => Out::Written(draft.number, buffer_of(&bytes)),
                Err(why) => Out::NotWritten(draft.number, why),
            }),
        }
    }

    fn survey(&mut self, handed_over: &HandedOver, parts: u32) -> Out {
        *self = Self::default();
        let budget = budget_of(handed_over);
        let (name, taken) = match taken(&handed_over.files, &budget) {
            Ok(taken) => taken,
            Err(why) => return Out::Broken(why),
        };
        let found = match survey_within(&name, &taken, &budget) {
            Ok(found) => found,
            Err(why) => return Out::Broken(why.text()),
        };
        let parcels = split(&found, parts).iter().map(|list| parcel(list)).collect();
        self.archive = Some(taken);
        self.work = Work::Gathering(Box::new(found), FactShard::default());
        Out::Listing(parcels)
    }

    /// Keeps the facts of a part; says something only when they are none.
    fn gather(&mut self, facts: Result<FactShard, DecodeError>) -> Option<Out> {
        match (&mut self.work, facts) {
            (Work::Gathering(_, gathered), Ok(facts)) => {
                gathered.merge(facts);
                None
            }
            _ => Some(Out::Broken(words::worker_garbled())),
        }
    }

    /// Reads entries. What was opened stays open for the next part: a compressed archive is inflated once.
    fn extract(
        &mut self,
        number: u32,
        handed_over: &HandedOver,
        entries: &[Entry],
        scope: &DedicatedWorkerGlobalScope,
    ) -> Out {
        if self.taken.as_ref().is_none_or(|(other, _)| *other != number) {
            match taken(&handed_over.files, &budget_of(handed_over)) {
                Ok((_, taken)) => self.taken = Some((number, taken)),
                Err(why) => return Out::Broken(why),
            }
        }
        match &self.taken {
            Some((_, source)) => extracted(source, entries, scope),
            None => Out::Broken(words::worker_garbled()),
        }
    }

    fn judge(&mut self, terms: &Terms) -> Out {
        let mut case = match std::mem::take(&mut self.work) {
            Work::Nothing => return Out::Broken(words::worker_garbled()),
            Work::Gathering(survey, facts) => Case::new(*survey, facts),
            Work::Judged(judged) => judged.0,
        };
        let audit = case.judge(terms, in_a_row);
        let json = beredd_report::json(&audit);
        self.work = Work::Judged(Box::new((case, audit)));
        Out::Audit(buffer_of(json.as_bytes()))
    }

    /// The lines at a place with their context; a line that holds a secret is left out.
    fn read(&self, place: &Place) -> Result<(u32, Vec<Option<String>>), Text> {
        let (Some(source), Work::Judged(judged)) = (&self.archive, &self.work) else {
            return Err(words::archive_gone());
        };
        let (case, audit) = &**judged;
        let to_read = &case.survey().to_read;
        let entry = to_read.iter().find(|entry| entry.path == place.path).ok_or_else(words::archive_gone)?;
        let mut content = Vec::new();
        let mut reader = Reader::open(source, std::slice::from_ref(entry)).map_err(|why| why.text())?;
        reader.read(entry, &mut content).map_err(|why| why.text())?;
        let secret = |number: u32| {
            audit
                .secrets
                .iter()
                .map(|secret| &secret.place)
                .any(|at| at.path == place.path && at.line <= number && number <= at.end_line)
        };
        let (first, last) = with_context(place);
        let text = String::from_utf8_lossy(&content);
        let lines = (1_u32..).zip(text.lines()).skip_while(|(number, _)| *number < first);
        let lines = lines.take_while(|(number, _)| *number <= last);
        Ok((first, lines.map(|(number, line)| (!secret(number)).then(|| line.to_owned())).collect()))
    }
}

/// The limits that hold: those of a policy that came with the archive, the usual ones for all else.
fn budget_of(handed_over: &HandedOver) -> Budget {
    handed_over.policy.as_deref().map_or(Budget::DEFAULT, budget_by)
}

/// Terms that a reader has chosen, as the engine takes them.
fn chosen(terms: protocol::Terms) -> Terms {
    let policy = match terms.policy {
        Some(text) => PolicyChoice::File { name: POLICY_FILE.to_owned(), text },
        None => PolicyChoice::Auto,
    };
    Terms { policy, is_auditor: terms.is_auditor, today: terms.today, start: None }
}

/// An audit in one of its forms.
fn written(draft: &Draft) -> Result<Vec<u8>, Text> {
    let audit = saved::parse(&bytes_of(&draft.json))?;
    let audit = match &draft.policy {
        Some(policy) => {
            let checks = audit.checks.clone();
            under(audit, policy, &checks, &BTreeSet::new())
        }
        None => audit,
    };
    let (audit, lang) = (&audit, draft.lang);
    Ok(match draft.form {
        Form::Json => beredd_report::json(audit),
        Form::Html => beredd_report::html(audit, lang),
        Form::Markdown => beredd_report::markdown(audit, lang),
        Form::GapsCsv => beredd_report::gaps_csv(audit, lang),
        Form::ChecksCsv => beredd_report::checks_csv(audit, lang),
        Form::Sarif => beredd_report::sarif(audit, lang),
        Form::Junit => beredd_report::junit(audit, lang),
        Form::AiBom => beredd_report::ai_bom(audit),
        Form::Badge => beredd_report::badge(audit, lang),
        Form::Radar => radar(audit, None, lang).svg(Theme::Light),
        Form::Timeline => timeline(audit, lang).svg(Theme::Light),
        Form::Progress => progress(audit, lang).svg(Theme::Light),
    }
    .into_bytes())
}

/// The checksum of each program; bytes that are none give none.
fn fingerprints(names: Vec<String>, programs: &Array) -> Vec<Fingerprint> {
    let bytes = programs.iter().map(|bytes| bytes.dyn_into::<ArrayBuffer>().ok());
    let sha256 = bytes.map(|bytes| sha256(&bytes_of(&bytes?)).ok());
    let each = names.into_iter().zip(sha256);
    each.filter_map(|(name, sha256)| Some(Fingerprint { name, sha256: sha256? })).collect()
}

/// Which program this is. An audit names the program that made it, and the shortest audit is that of nothing.
fn program() -> Program {
    let archive = ArchiveSummary {
        name: String::new(),
        sha256: String::new(),
        entries: 0,
        bytes: 0,
        files_read: 0,
        bytes_read: 0,
        beside: Vec::new(),
        limits: std::collections::BTreeMap::new(),
        skipped: Vec::new(),
        problems: Vec::new(),
    };
    let nothing = Survey { archive, to_read: Vec::new() };
    judge(&nothing, FactShard::default(), &PolicyChoice::Auto).program
}

fn extracted(source: &Taken, entries: &[Entry], scope: &DedicatedWorkerGlobalScope) -> Out {
    let (mut reached, mut told) = (Reached::default(), Reached::default());
    let shard = extract(source, entries, &mut |entry| {
        let since = (reached.files.saturating_sub(told.files), reached.bytes.saturating_sub(told.bytes));
        if since.0 >= FILES_BETWEEN || since.1 >= BYTES_BETWEEN {
            post(scope, &Out::Progress(reached));
            told = reached;
        }
        reached = reached.plus(Reached { files: 1, bytes: entry.declared_bytes });
    });
    Out::Shard(buffer_of(&encode(&shard)))
}

fn parcel(list: &[Entry]) -> Parcel {
    let one = |entry: &Entry| Reached { files: 1, bytes: entry.declared_bytes };
    let holds = list.iter().map(one).fold(Reached::default(), Reached::plus);
    // Growing a vector cannot fail; an empty list would be read as a part without files.
    Parcel { holds, entries: buffer_of(&postcard::to_stdvec(list).unwrap_or_default()) }
}

fn entries_of(bytes: &[u8]) -> Vec<Entry> {
    postcard::from_bytes(bytes).unwrap_or_default()
}

fn crashed(entry: &Entry) -> Problem {
    Problem {
        path: entry.path.to_string(),
        line: None,
        kind: ProblemKind::Crashed,
        message: words::file_crashed(),
    }
}

/// Posts; a message that cannot be posted ends the worker, which the page hears.
fn post(scope: &DedicatedWorkerGlobalScope, said: &Out) {
    let posted = said.pack().and_then(|value| scope.post_message_with_transfer(&value, &said.moved()));
    if let Err(why) = posted {
        wasm_bindgen::throw_val(why);
    }
}
