//! How a page's tables are looked at: order, filters, words searched for. Pure: rows in, rows out.

use beredd_model::{Category, Gap, GapId, Lang, Severity};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Rows on one page of a table: what a browser draws at once without being felt.
const ROWS_ON_A_PAGE: u32 = 200;

/// The part of a long table that is drawn. Every row is on some page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The page, counted from 0.
    pub(crate) page: u32,
    /// How many pages there are, at least one.
    pub(crate) pages: u32,
    /// The first row drawn, counted from 0.
    pub(crate) first: u32,
    /// The row after the last one drawn.
    pub(crate) end: u32,
    /// All rows.
    pub(crate) all: u32,
}

impl Window {
    /// Page `page` of a table of `all` rows, or its last page where there are fewer.
    pub(crate) fn of(all: usize, page: u32) -> Self {
        let all = u32::try_from(all).unwrap_or(u32::MAX);
        let pages = all.div_ceil(ROWS_ON_A_PAGE).max(1);
        let page = page.min(pages.saturating_sub(1));
        let first = page.saturating_mul(ROWS_ON_A_PAGE);
        Self { page, pages, first, end: first.saturating_add(ROWS_ON_A_PAGE).min(all), all }
    }

    /// The rows of this page.
    pub(crate) fn cut<T>(self, rows: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        let whole = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        rows.skip(whole(self.first)).take(whole(self.end.saturating_sub(self.first)))
    }
}

/// A column of the gap table that can give the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Column {
    /// The roadmap's order: severity, then what pays most for its effort.
    #[default]
    Order,
    /// Worst first.
    Severity,
    /// By title, in the reader's language.
    Title,
    /// Dearest first.
    Effort,
    /// By owner.
    Owner,
    /// What gives most first.
    Points,
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
    /// Only what holds these words.
    pub(crate) words: String,
    /// The page of the table, counted from 0.
    pub(crate) page: u32,
    /// The gaps whose details are shown.
    pub(crate) opened: BTreeSet<GapId>,
}

impl GapsView {
    /// Orders by `column`; by the same column again: the other way around.
    pub(crate) fn sort(&mut self, column: Column) {
        self.is_turned = self.column == column && !self.is_turned;
        self.column = column;
        self.page = 0;
    }

    /// Whether anything is filtered away.
    pub(crate) fn is_filtered(&self) -> bool {
        self.severity.is_some() || self.category.is_some() || !self.words.trim().is_empty()
    }

    /// The gaps to show, in order. `gaps` come in roadmap order.
    pub(crate) fn rows<'a>(&self, gaps: &'a [Gap], lang: Lang) -> Vec<&'a Gap> {
        let words = self.words.trim().to_lowercase();
        let mut rows: Vec<&Gap> = gaps
            .iter()
            .filter(|gap| self.severity.is_none_or(|severity| gap.severity == severity))
            .filter(|gap| self.category.is_none_or(|category| gap.category == category))
            .filter(|gap| words.is_empty() || holds(gap, &words, lang))
            .collect();
        match self.column {
            Column::Order => {}
            Column::Severity => rows.sort_by_key(|gap| gap.severity),
            Column::Title => rows.sort_by_cached_key(|gap| gap.title.get(lang).to_lowercase()),
            Column::Effort => rows.sort_by_key(|gap| Reverse(gap.effort.likely_hours)),
            Column::Owner => rows.sort_by_key(|gap| gap.owner),
            Column::Points => rows.sort_by_key(|gap| Reverse(gap.points_regained_permille)),
        }
        if self.is_turned {
            rows.reverse();
        }
        rows
    }
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
    /// The page of the table, counted from 0.
    pub(crate) page: u32,
}

impl FilesView {
    /// Whether a row with this path and note is to be shown.
    pub(crate) fn shows(&self, path: &str, note: &str) -> bool {
        let words = self.words.trim().to_lowercase();
        words.is_empty() || path.to_lowercase().contains(&words) || note.to_lowercase().contains(&words)
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
    use crate::state::fixture::gap;

    fn names(view: &GapsView, gaps: &[Gap]) -> Vec<String> {
        view.rows(gaps, Lang::En).into_iter().map(|gap| gap.id.clone()).collect()
    }

    #[test]
    fn a_column_orders_and_turns() {
        let gaps =
            [gap("a", Severity::High, 8), gap("b", Severity::Critical, 40), gap("c", Severity::Low, 16)];
        let mut view = GapsView::default();
        assert_eq!(names(&view, &gaps), ["a", "b", "c"]);
        view.sort(Column::Effort);
        assert_eq!(names(&view, &gaps), ["b", "c", "a"]);
        view.sort(Column::Effort);
        assert_eq!(names(&view, &gaps), ["a", "c", "b"]);
        view.sort(Column::Severity);
        assert_eq!(names(&view, &gaps), ["b", "a", "c"]);
    }

    #[test]
    fn every_row_is_on_exactly_one_page() {
        for all in [0_usize, 1, 200, 201, 799, 60_000] {
            let pages = Window::of(all, 0).pages;
            let drawn: Vec<usize> = (0..pages).flat_map(|page| Window::of(all, page).cut(0..all)).collect();
            assert_eq!(drawn, (0..all).collect::<Vec<_>>());
            assert_eq!(Window::of(all, u32::MAX), Window::of(all, pages - 1));
        }
    }

    #[test]
    fn filters_narrow_together() {
        let gaps =
            [gap("a", Severity::High, 8), gap("b", Severity::Critical, 40), gap("c", Severity::High, 16)];
        let mut view = GapsView { severity: Some(Severity::High), ..GapsView::default() };
        assert_eq!(names(&view, &gaps), ["a", "c"]);
        view.words = " TITLE of c ".to_owned();
        assert_eq!(names(&view, &gaps), ["c"]);
        view.category = Some(Category::Testing);
        assert!(names(&view, &gaps).is_empty() && view.is_filtered());
    }
}
