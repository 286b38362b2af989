//! The profile as the reader edits it: one change at a time, kept within what makes sense.

use beredd_model::{AcceptedRisk, Category, Date, Level, Policy};
use beredd_plan::policy::FILE_NAME;

/// A figure that criteria compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Threshold {
    /// Tests of the LLM integration.
    LlmTests,
    /// 95th percentile of a model call, in milliseconds.
    LlmMilliseconds,
    /// Cache hit rate, in per cent.
    CacheHitPercent,
    /// Concurrent users.
    ConcurrentUsers,
    /// Functionality kept during failover, in per cent.
    FunctionalityPercent,
}

impl Threshold {
    /// All five, in the order of their criteria.
    pub(crate) const ALL: [Self; 5] = [
        Self::LlmTests,
        Self::FunctionalityPercent,
        Self::LlmMilliseconds,
        Self::CacheHitPercent,
        Self::ConcurrentUsers,
    ];

    /// The criterion that compares with it.
    pub(crate) const fn criterion(self) -> &'static str {
        match self {
            Self::LlmTests => "K3.1",
            Self::FunctionalityPercent => "K2.5",
            Self::LlmMilliseconds => "K8.1",
            Self::CacheHitPercent => "K8.2",
            Self::ConcurrentUsers => "K8.4",
        }
    }

    /// What it may be, in the unit of its name.
    pub(crate) const fn range(self) -> (u32, u32) {
        match self {
            Self::LlmTests => (0, 10_000),
            Self::LlmMilliseconds => (1, 600_000),
            Self::CacheHitPercent | Self::FunctionalityPercent => (0, 100),
            Self::ConcurrentUsers => (1, 1_000_000),
        }
    }

    /// What it is in a profile, in the unit of its name.
    pub(crate) const fn of(self, policy: &Policy) -> u32 {
        let figures = &policy.thresholds;
        match self {
            Self::LlmTests => figures.llm_tests,
            Self::LlmMilliseconds => figures.llm_p95_milliseconds,
            Self::CacheHitPercent => figures.cache_hit_permille / 10,
            Self::ConcurrentUsers => figures.concurrent_users,
            Self::FunctionalityPercent => figures.functionality_permille / 10,
        }
    }

    fn set(self, policy: &mut Policy, value: u32) {
        let (least, most) = self.range();
        let value = value.clamp(least, most);
        let figures = &mut policy.thresholds;
        match self {
            Self::LlmTests => figures.llm_tests = value,
            Self::LlmMilliseconds => figures.llm_p95_milliseconds = value,
            Self::CacheHitPercent => figures.cache_hit_permille = value.saturating_mul(10),
            Self::ConcurrentUsers => figures.concurrent_users = value,
            Self::FunctionalityPercent => figures.functionality_permille = value.saturating_mul(10),
        }
    }
}

/// A change of the profile. Shares and limits are in per cent, as people say them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// A category's share of the score.
    WeightPercent(Category, u32),
    /// Above this it is ready.
    ReadyAbove(u32),
    /// From here on it is nearly ready.
    NearlyFrom(u32),
    /// How demanding the operation is.
    Level(Level),
    /// How many developers do the work.
    Developers(u32),
    /// The share of a day they give it, per mille.
    Focus(u32),
    /// The capacity of another profile.
    Capacity(beredd_model::Capacity),
    /// A figure that criteria compare with.
    Threshold(Threshold, u32),
    /// Languages that every agent must speak.
    Languages(Vec<String>),
    /// Whether data must stay in the EU.
    EuOnly(bool),
    /// A risk that somebody lives with.
    Accept(AcceptedRisk),
    /// The accepted risk at this place is withdrawn.
    Withdraw(usize),
    /// The first day of the work.
    Start(Option<Date>),
    /// The day of the audit, by which accepted risks expire.
    Today(Option<Date>),
    /// As an outsider would audit: what is decided in the repository is left aside.
    Auditor(bool),
    /// All of it, from a file.
    Whole(Box<Policy>),
}

impl Edit {
    /// The profile after the change.
    ///
    /// A profile that the reader has edited is that of the file in which it can be saved.
    pub(crate) fn applied(&self, policy: &Policy) -> Policy {
        let mut policy = Policy { source: FILE_NAME.to_owned(), ..policy.clone() };
        match self {
            Self::WeightPercent(category, share) => {
                policy.weights_permille.insert(*category, share.saturating_mul(10).min(1_000));
            }
            Self::ReadyAbove(points) => {
                policy.ready_above_permille = points.saturating_mul(10).min(1_000);
                policy.nearly_from_permille = policy.nearly_from_permille.min(policy.ready_above_permille);
            }
            Self::NearlyFrom(points) => {
                policy.nearly_from_permille = points.saturating_mul(10).min(policy.ready_above_permille);
            }
            Self::Level(level) => policy.level = *level,
            Self::Developers(count) => policy.capacity.developers = (*count).clamp(1, 99),
            Self::Focus(permille) => policy.capacity.focus_permille = (*permille).clamp(50, 1_000),
            Self::Capacity(capacity) => policy.capacity = *capacity,
            Self::Threshold(threshold, value) => threshold.set(&mut policy, *value),
            Self::Languages(codes) => policy.languages.clone_from(codes),
            Self::EuOnly(is_eu_only) => policy.is_eu_only = *is_eu_only,
            Self::Accept(risk) => policy.accepted.push(risk.clone()),
            Self::Withdraw(place) => {
                if *place < policy.accepted.len() {
                    policy.accepted.remove(*place);
                }
            }
            Self::Start(day) => policy.capacity.start = *day,
            Self::Today(day) => policy.today = *day,
            Self::Auditor(is_auditor) => policy.is_auditor = *is_auditor,
            Self::Whole(whole) => return (**whole).clone(),
        }
        policy
    }

    /// Whether verdicts may change with it, so that the checks must run again.
    pub(crate) const fn changes_verdicts(&self) -> bool {
        matches!(
            self,
            Self::Threshold(..) | Self::Languages(_) | Self::EuOnly(_) | Self::Auditor(_) | Self::Whole(_)
        )
    }
}

/// Language codes as people type them: `sv, en`. What is no code is left out.
pub(crate) fn language_codes(typed: &str) -> Vec<String> {
    let is_code = |code: &&str| {
        (2..=35).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let codes = typed.split([',', ';', ' ']).map(str::trim).filter(is_code);
    codes.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_plan::policy::generic;

    #[test]
    fn an_edit_stays_within_reason() {
        let edited = |edit: Edit| edit.applied(&generic());
        assert_eq!(edited(Edit::Developers(0)).capacity.developers, 1);
        assert_eq!(edited(Edit::Focus(5_000)).capacity.focus_permille, 1_000);
        assert_eq!(edited(Edit::WeightPercent(Category::Llm, 500)).weights_permille[&Category::Llm], 1_000);
        let strict = edited(Edit::ReadyAbove(50));
        assert_eq!((strict.ready_above_permille, strict.nearly_from_permille), (500, 500));
        assert_eq!(edited(Edit::NearlyFrom(95)).nearly_from_permille, 800);
    }

    #[test]
    fn every_threshold_reads_back_as_set() {
        for threshold in Threshold::ALL {
            let edited = Edit::Threshold(threshold, 42).applied(&generic());
            assert_eq!(threshold.of(&edited), 42);
            assert_ne!(threshold.of(&generic()), 42);
        }
    }

    #[test]
    fn what_is_edited_can_be_saved_and_read_back() {
        let risk = AcceptedRisk {
            check: "security/x".into(),
            place: None,
            subject: None,
            reason: "Only \"inside\".".to_owned(),
            owner: "Ada".to_owned(),
            expires: Date::parse("2027-01-31").unwrap(),
        };
        let edited = [
            Edit::WeightPercent(Category::Llm, 40),
            Edit::Threshold(Threshold::LlmTests, 7),
            Edit::Level(Level::B),
            Edit::Start(Date::new(2027, 1, 4)),
            Edit::Accept(risk),
        ];
        let edited = edited.iter().fold(generic(), |policy, edit| edit.applied(&policy));
        let text = beredd_plan::policy::write(&edited, beredd_model::Lang::Sv);
        let read = beredd_plan::policy::read(&text, FILE_NAME);
        assert_eq!(read.problems, []);
        assert_eq!(
            (read.policy.accepted.clone(), read.policy.capacity),
            (edited.accepted.clone(), edited.capacity)
        );
        assert_eq!(read.policy, edited);
        assert!(Edit::Withdraw(0).applied(&edited).accepted.is_empty());
        assert_eq!(Edit::Withdraw(5).applied(&edited).accepted.len(), 1);
    }

    #[test]
    fn languages_are_codes() {
        assert_eq!(language_codes(" sv, en-GB;  ?, x "), ["sv", "en-GB"]);
        assert!(language_codes("").is_empty());
    }
}
