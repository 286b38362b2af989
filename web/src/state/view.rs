//! How a page's tables are looked at: order, filters, groups, words searched for. Pure: rows in, rows out.

use super::session::toggle;
use super::{Route, Session};
use beredd_model::{Audit, Category, Gap, GapId, Lang, Owner, Severity};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Something about how the reader looks at a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// The gap table's order.
    Sort(Column),
    /// Only gaps of this severity.
    OnlySeverity(Option<Severity>),
    /// Only gaps of this category.
    OnlyCategory(Option<Category>),
    /// Only gaps of this owner.
    OnlyOwner(Option<Owner>),
    /// Only gaps with these words.
    SearchGaps(String),
    /// All gaps again.
    ClearFilter,
    /// The gaps in groups.
    Group(Grouping),
    /// A column is shown, or no longer.
    ToggleColumn(Column),
    /// A gap's details are shown, or no longer.
    Open(GapId),
    /// Another list of files.
    List(FileList),
    /// Only files with these words.
    SearchFiles(String),
    /// Another part of a long roadmap, counted from 0.
    Part(usize),
    /// Another list of the comparison.
    Compared(ComparedList),
}

/// A column of the gap table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    /// The roadmap's order: severity, then what pays most for its effort. No column, the order without one.
    #[default]
    Order,
    /// Worst first.
    Severity,
    /// By title, in the reader's language.
    Title,
    /// What is affected; gives no order.
    Extent,
    /// Dearest first.
    Effort,
    /// What must come before; gives no order.
    Requires,
    /// By owner.
    Owner,
    /// What gives most first.
    Points,
}

impl Column {
    /// The columns that can be left out.
    pub(crate) const CHOICE: [Self; 5] =
        [Self::Extent, Self::Effort, Self::Requires, Self::Owner, Self::Points];
}

/// What groups the gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// Nothing.
    #[default]
    None,
    /// How bad.
    Severity,
    /// The category.
    Category,
    /// The criterion.
    Criterion,
    /// The team whose agents are affected.
    Team,
    /// Who does it.
    Owner,
    /// How much work.
    Effort,
}

impl Grouping {
    /// All of them, none first.
    pub(crate) const ALL: [Self; 7] =
        [Self::None, Self::Severity, Self::Category, Self::Criterion, Self::Team, Self::Owner, Self::Effort];
}

/// How much work, in steps that people plan by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Size {
    /// A day of eight hours, or less.
    Day,
    /// A week of forty, or less.
    Week,
    /// More.
    More,
}

/// What the gaps of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// The severity.
    Severity(Severity),
    /// The category.
    Category(Category),
    /// The criterion, as people write it.
    Criterion(beredd_model::Criterion),
    /// One team.
    Team(String),
    /// More than one team.
    Teams,
    /// No team: the whole system.
    System,
    /// The owner.
    Owner(Owner),
    /// The amount of work.
    Size(Size),
}

/// A row of the gap table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The head of a group: what it is, how many gaps, how much work.
    Head(Group, u32, u32),
    /// A gap, by its place in the audit.
    Gap(usize),
}

/// How the gap table is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GapsView {
    /// What gives the order.
    pub(crate) column: Column,
    /// Whether the order is turned around.
    pub(crate) is_turned: bool,
    /// Only this severity.
    pub(crate) severity: Option<Severity>,
    /// Only this category.
    pub(crate) category: Option<Category>,
    /// Only this owner.
    pub(crate) owner: Option<Owner>,
    /// Only what holds these words.
    pub(crate) words: String,
    /// What groups them.
    pub(crate) grouping: Grouping,
    /// The columns left out.
    pub(crate) hidden: BTreeSet<Column>,
    /// The gaps whose details are shown.
    pub(crate) opened: BTreeSet<GapId>,
}

impl GapsView {
    /// Orders by `column`; by the same column again: the other way around; a third time: in the roadmap's order.
    fn sort(&mut self, column: Column) {
        (self.column, self.is_turned) = match (self.column == column, self.is_turned) {
            (true, true) => (Column::Order, false),
            (is_same, _) => (column, is_same),
        };
    }

    /// Whether anything is filtered away.
    pub(crate) fn is_filtered(&self) -> bool {
        self.severity.is_some()
            || self.category.is_some()
            || self.owner.is_some()
            || !self.words.trim().is_empty()
    }

    /// The gaps to show, in order, by their places among `gaps`, which come in roadmap order.
    pub(crate) fn rows(&self, gaps: &[Gap], lang: Lang) -> Vec<usize> {
        let words = self.words.trim().to_lowercase();
        let mut rows: Vec<(usize, &Gap)> = gaps
            .iter()
            .enumerate()
            .filter(|(_, gap)| self.severity.is_none_or(|severity| gap.severity == severity))
            .filter(|(_, gap)| self.category.is_none_or(|category| gap.category == category))
            .filter(|(_, gap)| self.owner.is_none_or(|owner| gap.owner == owner))
            .filter(|(_, gap)| words.is_empty() || holds(gap, &words, lang))
            .collect();
        match self.column {
            Column::Order | Column::Extent | Column::Requires => {}
            Column::Severity => rows.sort_by_key(|(_, gap)| gap.severity),
            Column::Title => rows.sort_by_cached_key(|(_, gap)| gap.title.get(lang).to_lowercase()),
            Column::Effort => rows.sort_by_key(|(_, gap)| Reverse(gap.effort.likely_hours)),
            Column::Owner => rows.sort_by_key(|(_, gap)| gap.owner),
            Column::Points => rows.sort_by_key(|(_, gap)| Reverse(gap.points_regained_permille)),
        }
        if self.is_turned {
            rows.reverse();
        }
        rows.into_iter().map(|(place, _)| place).collect()
    }

    /// The rows with the heads of their groups between them; within a group they keep their order.
    pub(crate) fn lines(&self, audit: &Audit, rows: &[usize]) -> Vec<Line> {
        if self.grouping == Grouping::None {
            return rows.iter().map(|place| Line::Gap(*place)).collect();
        }
        let teams: BTreeMap<&str, &str> =
            audit.agents.iter().map(|agent| (agent.name.as_str(), agent.team.as_str())).collect();
        let mut groups: BTreeMap<Group, (u32, Vec<usize>)> = BTreeMap::new();
        for (place, gap) in rows.iter().filter_map(|place| Some((*place, audit.gaps.get(*place)?))) {
            let Some(group) = self.group(gap, &teams) else { continue };
            let (hours, places) = groups.entry(group).or_default();
            *hours = hours.saturating_add(gap.effort.likely_hours);
            places.push(place);
        }
        let lines = groups.into_iter().flat_map(|(group, (hours, places))| {
            let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
            std::iter::once(Line::Head(group, count, hours)).chain(places.into_iter().map(Line::Gap))
        });
        lines.collect()
    }

    fn group(&self, gap: &Gap, teams: &BTreeMap<&str, &str>) -> Option<Group> {
        Some(match self.grouping {
            Grouping::None => return None,
            Grouping::Severity => Group::Severity(gap.severity),
            Grouping::Category => Group::Category(gap.category),
            Grouping::Criterion => Group::Criterion(gap.criterion),
            Grouping::Team => {
                let found: BTreeSet<&str> =
                    gap.names.iter().filter_map(|name| teams.get(name.as_str()).copied()).collect();
                match (found.first(), found.len()) {
                    (Some(team), 1) => Group::Team((*team).to_owned()),
                    (Some(_), _) => Group::Teams,
                    (None, _) => Group::System,
                }
            }
            Grouping::Owner => Group::Owner(gap.owner),
            Grouping::Effort => Group::Size(match gap.effort.likely_hours {
                0..=8 => Size::Day,
                9..=40 => Size::Week,
                _ => Size::More,
            }),
        })
    }
}

/// Which gaps of a comparison are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ComparedList {
    /// Those that came.
    #[default]
    New,
    /// Those that are closed.
    Fixed,
    /// Those that are open still, but otherwise.
    Changed,
    /// Those that are open as before.
    Unchanged,
}

impl ComparedList {
    /// All four.
    pub(crate) const ALL: [Self; 4] = [Self::New, Self::Fixed, Self::Changed, Self::Unchanged];
}

/// Which files the table of files shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FileList {
    /// Those that were read.
    #[default]
    Read,
    /// Those that were not, and why.
    Skipped,
    /// What could not be understood.
    Problems,
}

/// How the table of files is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FilesView {
    /// Which list.
    pub(crate) list: FileList,
    /// Only paths that hold these words.
    pub(crate) words: String,
}

impl Session {
    /// Looks at a table in another way.
    pub(super) fn look(&mut self, look: Look) {
        let gaps = &mut self.gaps;
        match look {
            Look::Sort(column) => gaps.sort(column),
            Look::OnlySeverity(severity) => self.go(Route::Gaps(severity)),
            Look::OnlyCategory(category) => gaps.category = category,
            Look::OnlyOwner(owner) => gaps.owner = owner,
            Look::SearchGaps(words) => gaps.words = words,
            Look::ClearFilter => {
                (gaps.category, gaps.owner, gaps.words) = (None, None, String::new());
                self.go(Route::Gaps(None));
            }
            Look::Group(grouping) => gaps.grouping = grouping,
            Look::ToggleColumn(column) => toggle(&mut gaps.hidden, column),
            Look::Open(gap) => toggle(&mut gaps.opened, gap),
            Look::List(list) => self.files.list = list,
            Look::SearchFiles(words) => self.files.words = words,
            Look::Part(part) => self.part = part,
            Look::Compared(list) => self.compared = list,
        }
    }
}

fn holds(gap: &Gap, words: &str, lang: Lang) -> bool {
    let criterion = gap.criterion.to_string();
    let texts = [gap.title.get(lang), gap.recommendation.get(lang), &gap.check, &criterion];
    let own = gap.names.iter().map(String::as_str);
    let paths = gap.sites.iter().map(|site| site.path.as_str());
    texts.into_iter().chain(own).chain(paths).any(|text| text.to_lowercase().contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixture::{gap, gap_audit};

    fn names(view: &GapsView, gaps: &[Gap]) -> Vec<String> {
        view.rows(gaps, Lang::En).into_iter().map(|place| gaps[place].id.clone()).collect()
    }

    #[test]
    fn a_column_orders_turns_and_lets_go() {
        let gaps =
            [gap("a", Severity::High, 8), gap("b", Severity::Critical, 40), gap("c", Severity::Low, 16)];
        let mut view = GapsView::default();
        assert_eq!(names(&view, &gaps), ["a", "b", "c"]);
        view.sort(Column::Effort);
        assert_eq!(names(&view, &gaps), ["b", "c", "a"]);
        view.sort(Column::Effort);
        assert_eq!(names(&view, &gaps), ["a", "c", "b"]);
        view.sort(Column::Effort);
        assert_eq!((names(&view, &gaps), view.column), (names(&GapsView::default(), &gaps), Column::Order));
        view.sort(Column::Severity);
        assert_eq!(names(&view, &gaps), ["b", "a", "c"]);
    }

    #[test]
    fn filters_narrow_together() {
        let gaps =
            [gap("a", Severity::High, 8), gap("b", Severity::Critical, 40), gap("c", Severity::High, 16)];
        let mut view = GapsView { severity: Some(Severity::High), ..GapsView::default() };
        assert_eq!(names(&view, &gaps), ["a", "c"]);
        view.words = " TITLE of c ".to_owned();
        assert_eq!(names(&view, &gaps), ["c"]);
        view.owner = Some(Owner::Sre);
        assert!(names(&view, &gaps).is_empty() && view.is_filtered());
    }

    #[test]
    fn every_row_is_in_one_group_and_keeps_its_order() {
        let audit = &gap_audit().audit;
        for grouping in Grouping::ALL {
            let view = GapsView { grouping, column: Column::Effort, ..GapsView::default() };
            let rows = view.rows(&audit.gaps, Lang::En);
            let lines = view.lines(audit, &rows);
            let mut places: Vec<usize> = lines
                .iter()
                .filter_map(|line| if let Line::Gap(place) = line { Some(*place) } else { None })
                .collect();
            let counted: u32 =
                lines.iter().map(|line| if let Line::Head(_, count, _) = line { *count } else { 0 }).sum();
            assert!(grouping == Grouping::None || usize::try_from(counted).unwrap() == rows.len());
            places.sort_unstable();
            assert_eq!(places, (0..audit.gaps.len()).collect::<Vec<_>>(), "{grouping:?}");
        }
    }

    #[test]
    fn a_group_is_named_by_what_its_gaps_share() {
        let audit = &gap_audit().audit;
        let heads = |grouping: Grouping| -> Vec<Group> {
            let view = GapsView { grouping, ..GapsView::default() };
            let lines = view.lines(audit, &view.rows(&audit.gaps, Lang::En));
            lines
                .into_iter()
                .filter_map(|line| if let Line::Head(group, ..) = line { Some(group) } else { None })
                .collect()
        };
        assert_eq!(
            heads(Grouping::Severity),
            [Group::Severity(Severity::Critical), Group::Severity(Severity::Low)]
        );
        assert_eq!(heads(Grouping::Effort), [Group::Size(Size::Day), Group::Size(Size::More)]);
        assert_eq!(heads(Grouping::Team), [Group::Team("Blue".to_owned()), Group::System]);
    }
}
