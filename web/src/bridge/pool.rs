//! The page's side of the workers: one judge, several extractors.
//!
//! The judge surveys the archive and shares it out; the extractors read; their shards go to the judge, which gives the audit.
//! A worker that dies is replaced from memory at once, and its part is tried again (see `shift`). Cancel is terminate.
//! What happens is told to the session as [`Action`]s.

use super::dropped::Dropped;
use super::excerpt::excerpt;
use super::program::Program;
use super::protocol::{Draft, HandedOver, In, Out, Parcel, Terms, buffer_of, bytes_of};
use super::saved::{arrived, save};
use super::shift::{Lost, Part, Reached, Shift};
use super::station::Station;
use crate::state::{Action, Form, Saving};
use crate::words;
use beredd_model::{Entry, Lang, Place, Policy};
use js_sys::{Array, ArrayBuffer};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent};
use yew::Callback;

/// The judge's number; extractors are counted from 1.
const JUDGE: u32 = 0;
/// The extractor that writes what is saved and reckons checksums: the judge may be at work, and is the last to risk.
const WRITER: u32 = 1;
/// Parts for each extractor: enough to share the work evenly, few enough to keep reads long.
const PARTS_EACH: u32 = 3;

/// The workers. A handle: clones are the same pool.
#[derive(Clone)]
pub(crate) struct Pool {
    inner: Rc<RefCell<Inner>>,
}

impl PartialEq for Pool {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

struct Inner {
    tell: Callback<Action>,
    extractors: u32,
    program: Option<Program>,
    stations: Vec<Station>,
    job: Job,
    /// Whether the judge has said which program it is.
    is_introduced: bool,
    /// The policy to judge by, where one was dropped with the archive.
    policy: Option<String>,
    /// Counts what was dropped, so that a worker knows when the files are others.
    number: u32,
    /// How often the judge was asked to judge again and has not answered.
    questions: u32,
    /// What is being written, by its number: the file's name and kind.
    drafts: BTreeMap<u32, (String, &'static str)>,
    drafted: u32,
}

/// What the pool is at.
enum Job {
    Idle,
    /// An archive was handed in before the program was there.
    Waiting(Array),
    Surveying(Array),
    Reading(Array, Shift<ArrayBuffer>),
    Judging,
    /// The judge holds the survey of an archive and can read from it.
    Done,
    /// Work failed while some worker may still be at it: all start anew before the next.
    Spoiled,
}

impl Pool {
    /// A pool that tells what happens; its workers start when the program has been fetched.
    pub(crate) fn new(tell: Callback<Action>) -> Self {
        let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
        let inner = Inner {
            tell,
            extractors: extractors(cores),
            program: None,
            stations: Vec::new(),
            job: Job::Idle,
            is_introduced: false,
            policy: None,
            number: 0,
            questions: 0,
            drafts: BTreeMap::new(),
            drafted: 0,
        };
        let pool = Self { inner: Rc::new(RefCell::new(inner)) };
        let loading = pool.clone();
        wasm_bindgen_futures::spawn_local(async move {
            match Program::load().await {
                Ok((program, loaded)) => loading.ready(program, &loaded),
                Err(_) => loading.tell(vec![Action::Failed(words::program_missing())]),
            }
        });
        pool
    }

    /// Audits an archive with what lies beside it, by this policy where one was given; what was under way is put aside.
    pub(crate) fn audit(&self, dropped: &Dropped, policy: Option<String>) {
        let Some(main) = &dropped.main else { return };
        self.tell(vec![Action::Start { name: main.name(), bytes: main.bytes() }]);
        let is_busy = !matches!(self.inner.borrow().job, Job::Idle | Job::Waiting(_) | Job::Done);
        if is_busy {
            self.restart();
        }
        let actions = {
            let mut inner = self.inner.borrow_mut();
            inner.job = Job::Waiting(dropped.files());
            inner.number = inner.number.wrapping_add(1);
            inner.policy = policy;
            inner.questions = 0;
            inner.begin()
        };
        self.tell(actions);
    }

    /// Stops what is under way. The workers are replaced: terminate is the only word that reaches one at work.
    pub(crate) fn cancel(&self) {
        self.inner.borrow_mut().job = Job::Idle;
        self.restart();
    }

    /// Has the checks run again over the archive that was audited last, under another policy. Of several questions the last
    /// is answered.
    pub(crate) fn judge_by(&self, policy: &Policy) {
        let mut inner = self.inner.borrow_mut();
        if !matches!(inner.job, Job::Done) {
            return;
        }
        // Without the repository's own file, nobody but the worker can say what holds instead.
        let text = (!policy.is_auditor).then(|| beredd_plan::policy::write(policy, Lang::En));
        let terms = Terms { policy: text, is_auditor: policy.is_auditor, today: policy.today };
        if inner.send(JUDGE, &In::JudgeBy(terms)).is_ok() {
            inner.questions = inner.questions.saturating_add(1);
        }
    }

    /// A second pool from the same program, for another archive beside this one; its workers start when it is asked.
    pub(crate) fn beside(&self, tell: Callback<Action>) -> Self {
        let inner = self.inner.borrow();
        let inner = Inner {
            tell,
            extractors: inner.extractors,
            program: inner.program.clone(),
            stations: Vec::new(),
            job: Job::Spoiled,
            is_introduced: true,
            policy: None,
            number: 0,
            questions: 0,
            drafts: BTreeMap::new(),
            drafted: 0,
        };
        Self { inner: Rc::new(RefCell::new(inner)) }
    }

    /// Ends the workers.
    pub(crate) fn close(&self) {
        let gone = std::mem::take(&mut self.inner.borrow_mut().stations);
        self.inner.borrow_mut().job = Job::Spoiled;
        gone.into_iter().for_each(Station::close);
    }

    /// Asks for the lines at a place of the archive that was audited last.
    pub(crate) fn read(&self, place: Place) {
        let has_archive = matches!(self.inner.borrow().job, Job::Done);
        let sent = has_archive && self.inner.borrow().send(JUDGE, &In::Read(place.clone())).is_ok();
        if !sent {
            self.tell(vec![Action::Excerpt(place, Err(words::archive_gone()))]);
        }
    }

    /// Has a file written and saves it. `audit.json` as the judge wrote it is at hand; everything else is written by a worker,
    /// which knows the forms.
    pub(crate) fn save(&self, saving: &Saving) {
        let loaded = &saving.loaded;
        if saving.form == Form::Json && !loaded.is_edited {
            return save(&saving.name, saving.media_type, &loaded.json);
        }
        let sent = {
            let mut inner = self.inner.borrow_mut();
            inner.drafted = inner.drafted.wrapping_add(1);
            let number = inner.drafted;
            inner.drafts.insert(number, (saving.name.clone(), saving.media_type));
            let policy = loaded.is_edited.then(|| loaded.audit.profile.clone());
            let json = buffer_of(&loaded.json);
            let draft = Draft { number, form: saving.form, lang: saving.lang, policy, json };
            inner.send(WRITER, &In::Write(Box::new(draft)))
        };
        if sent.is_err() {
            self.inner.borrow_mut().drafts.clear();
            self.tell(vec![Action::NotSaved(words::writer_died())]);
        }
    }

    fn ready(&self, program: Program, loaded: &[(String, ArrayBuffer)]) {
        self.inner.borrow_mut().program = Some(program);
        self.restart();
        let actions = {
            let mut inner = self.inner.borrow_mut();
            let names = loaded.iter().map(|(name, _)| name.clone()).collect();
            let programs = loaded.iter().map(|(_, bytes)| bytes).collect();
            let sent = inner.send(WRITER, &In::Fingerprint(names, programs));
            let mut actions = inner.failed_unless(sent);
            actions.extend(inner.begin());
            actions
        };
        self.tell(actions);
    }

    /// Terminates all workers and starts new ones.
    fn restart(&self) {
        let gone = std::mem::take(&mut self.inner.borrow_mut().stations);
        gone.into_iter().for_each(Station::close);
        self.inner.borrow_mut().drafts.clear();
        let last = self.inner.borrow().extractors;
        for number in JUDGE..=last {
            self.start(number);
        }
    }

    fn start(&self, number: u32) {
        let Some(program) = self.inner.borrow().program.clone() else { return };
        match self.station(&program, number) {
            Ok(station) => self.inner.borrow_mut().stations.push(station),
            Err(_) => self.tell(vec![Action::Failed(words::worker_refused())]),
        }
    }

    fn station(&self, program: &Program, number: u32) -> Result<Station, JsValue> {
        let worker = program.start()?;
        let (hears, fears) = (Rc::downgrade(&self.inner), Rc::downgrade(&self.inner));
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(inner) = hears.upgrade() {
                Self { inner }.heard(number, event.data());
            }
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            if let Some(inner) = fears.upgrade() {
                Self { inner }.died(number);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Station { number, worker, is_ready: false, ears: (on_message, on_error) })
    }

    fn heard(&self, number: u32, data: JsValue) {
        let actions = match Out::unpack(data) {
            Ok(said) => self.inner.borrow_mut().answer(number, said),
            Err(_) => vec![Action::Failed(words::worker_garbled())],
        };
        self.tell(actions);
    }

    fn died(&self, number: u32) {
        let gone = {
            let mut inner = self.inner.borrow_mut();
            let place = inner.stations.iter().position(|station| station.number == number);
            place.map(|place| inner.stations.swap_remove(place))
        };
        // One that dies before it listens would do so again and again.
        let is_hopeless = gone.as_ref().is_some_and(|station| !station.is_ready);
        gone.into_iter().for_each(Station::close);
        if is_hopeless {
            self.inner.borrow_mut().job = Job::Spoiled;
            return self.tell(vec![Action::Failed(words::worker_refused())]);
        }
        self.start(number);
        let mut actions = self.inner.borrow_mut().bury(number);
        if number == WRITER && !std::mem::take(&mut self.inner.borrow_mut().drafts).is_empty() {
            actions.push(Action::NotSaved(words::writer_died()));
        }
        self.tell(actions);
    }

    fn tell(&self, actions: Vec<Action>) {
        let tell = self.inner.borrow().tell.clone();
        actions.into_iter().for_each(|action| tell.emit(action));
    }
}

impl Inner {
    /// Starts on an archive that waits, once there is a program.
    fn begin(&mut self) -> Vec<Action> {
        if self.program.is_none() {
            return Vec::new();
        }
        match std::mem::replace(&mut self.job, Job::Idle) {
            Job::Waiting(files) => {
                let parts = self.extractors.saturating_mul(PARTS_EACH);
                let sent = self.send(
                    JUDGE,
                    &In::Survey(HandedOver { files: files.clone(), policy: self.policy.clone() }, parts),
                );
                self.job = Job::Surveying(files);
                self.failed_unless(sent)
            }
            other => {
                self.job = other;
                Vec::new()
            }
        }
    }

    /// What to do about what a worker said.
    fn answer(&mut self, number: u32, said: Out) -> Vec<Action> {
        match (said, &mut self.job) {
            (Out::Listing(parcels), Job::Surveying(files)) => {
                let files = files.clone();
                self.share(files, parcels)
            }
            (Out::Progress(reached), Job::Reading(_, shift)) => {
                shift.reach(number, reached);
                vec![Action::Reached(shift.reached())]
            }
            (Out::Shard(shard), Job::Reading(_, shift)) => {
                shift.finish(number);
                let reached = Action::Reached(shift.reached());
                let sent = self.send(JUDGE, &In::Gather(shard));
                let mut actions = vec![reached];
                actions.extend(self.failed_unless(sent));
                actions.extend(self.deal());
                actions
            }
            (Out::Audit(bytes), Job::Done) => {
                self.questions = self.questions.saturating_sub(1);
                match arrived(bytes_of(&bytes)) {
                    _ if self.questions > 0 => Vec::new(), // the answer to the last question is on its way
                    Action::Arrived(loaded) => vec![Action::Judged(loaded)],
                    failed => vec![failed],
                }
            }
            (Out::Audit(bytes), Job::Judging) => {
                self.job = Job::Done;
                vec![arrived(bytes_of(&bytes))]
            }
            (Out::Excerpt(place, first, lines), _) => {
                let excerpt = Rc::new(excerpt(&place, first, lines));
                vec![Action::Excerpt(place, Ok(excerpt))]
            }
            (Out::NoExcerpt(place, why), _) => vec![Action::Excerpt(place, Err(why))],
            (Out::Written(number, bytes), _) => {
                if let Some((name, media_type)) = self.drafts.remove(&number) {
                    save(&name, media_type, &bytes_of(&bytes));
                }
                Vec::new()
            }
            (Out::NotWritten(number, why), _) => {
                self.drafts.remove(&number).map(|_| Action::NotSaved(why)).into_iter().collect()
            }
            (Out::Broken(why), _) => {
                self.job = Job::Spoiled;
                vec![Action::Failed(why)]
            }
            (Out::Ready, _) => {
                let station = self.stations.iter_mut().find(|station| station.number == number);
                station.into_iter().for_each(|station| station.is_ready = true);
                if number == JUDGE && !self.is_introduced {
                    let sent = self.send(JUDGE, &In::Introduce);
                    return self.failed_unless(sent);
                }
                Vec::new()
            }
            (Out::Fingerprints(programs), _) => vec![Action::Fingerprinted(programs)],
            (Out::Introduced(program), _) => {
                self.is_introduced = true;
                vec![Action::Introduced(program)]
            }
            _ => Vec::new(), // words about work that was put aside
        }
    }

    fn share(&mut self, files: Array, parcels: Vec<Parcel>) -> Vec<Action> {
        let parts: Vec<Part<ArrayBuffer>> =
            parcels.into_iter().map(|Parcel { holds, entries }| Part { entries, holds }).collect();
        let total = parts.iter().fold(Reached::default(), |sum, part| sum.plus(part.holds));
        self.job = Job::Reading(files, Shift::new(parts));
        let mut actions = vec![Action::Listed(total)];
        actions.extend(self.deal());
        actions
    }

    /// Gives every idle extractor a part; with none left and none held, the judge's turn has come.
    fn deal(&mut self) -> Vec<Action> {
        let policy = self.policy.clone();
        let Job::Reading(files, shift) = &mut self.job else { return Vec::new() };
        let handed_over = HandedOver { files: files.clone(), policy };
        let mut orders = Vec::new();
        for number in 1..=self.extractors {
            if let Some(part) = shift.take(number) {
                orders.push((number, In::Extract(self.number, handed_over.clone(), part.entries.clone())));
            }
        }
        if shift.is_over() {
            self.job = Job::Judging;
            let order = match self.policy.clone() {
                None => In::Judge,
                Some(text) => In::JudgeBy(Terms { policy: Some(text), is_auditor: false, today: None }),
            };
            let sent = self.send(JUDGE, &order);
            let mut actions = vec![Action::Judging];
            actions.extend(self.failed_unless(sent));
            return actions;
        }
        let sent = orders.into_iter().try_for_each(|(number, order)| self.send(number, &order));
        self.failed_unless(sent)
    }

    /// What to do about a worker that died; its successor is already there.
    fn bury(&mut self, number: u32) -> Vec<Action> {
        match &mut self.job {
            Job::Reading(_, shift) if number != JUDGE => {
                let lost = shift.lose(number, halves);
                let sent = match lost {
                    Lost::Culprit(entry) => self.send(JUDGE, &In::Crashed(entry)),
                    Lost::Nothing | Lost::Retried(_) => Ok(()),
                };
                let mut actions = self.failed_unless(sent);
                actions.extend(self.deal());
                actions
            }
            Job::Surveying(_) | Job::Reading(..) | Job::Judging if number == JUDGE => {
                self.job = Job::Spoiled;
                vec![Action::Failed(words::judge_died())]
            }
            Job::Done if number == JUDGE => {
                self.job = Job::Idle;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn send(&self, number: u32, order: &In) -> Result<(), JsValue> {
        let station = self.stations.iter().find(|station| station.number == number);
        let station = station.ok_or_else(|| JsValue::from_f64(f64::from(number)))?;
        station.worker.post_message_with_transfer(&order.pack()?, &order.moved())
    }

    fn failed_unless(&mut self, sent: Result<(), JsValue>) -> Vec<Action> {
        match sent {
            Ok(()) => Vec::new(),
            Err(_) => {
                self.job = Job::Spoiled;
                vec![Action::Failed(words::worker_garbled())]
            }
        }
    }
}

/// One for each core: while they read, the judge only takes in what they send, and the page waits. More than four wait for each
/// other's disk.
fn extractors(cores: f64) -> u32 {
    [1.0, 2.0, 3.0].into_iter().fold(1, |count, others| if cores > others { count + 1 } else { count })
}

/// A list of entries in two halves, each in the order of the archive; nothing of a list that cannot be read.
fn halves(entries: &ArrayBuffer) -> Vec<Part<ArrayBuffer>> {
    let entries: Vec<Entry> = postcard::from_bytes(&bytes_of(entries)).unwrap_or_default();
    let half = entries.len().div_ceil(2).max(1);
    let part = |half: &[Entry]| {
        let one = |entry: &Entry| Reached { files: 1, bytes: entry.declared_bytes };
        let holds = half.iter().map(one).fold(Reached::default(), Reached::plus);
        Some(Part { entries: buffer_of(&postcard::to_stdvec(half).ok()?), holds })
    };
    entries.chunks(half).filter_map(part).collect()
}
