//! Addresses: one per page, written in the hash so that any static host and any sub-path will do.

use beredd_model::Severity;

/// Where on the page one is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Route {
    /// The drop page: the start.
    #[default]
    Drop,
    /// The score, the gate, the radar.
    Overview,
    /// The gaps, and perhaps only those of one severity.
    Gaps(Option<Severity>),
    /// The order of work.
    Roadmap,
    /// The checks, and perhaps the one to stand at: a check's id, a criterion (`K1.1`) or a category.
    Checks(Option<String>),
    /// The agents.
    Agents,
    /// The files.
    Files,
    /// This audit beside another.
    Compare,
    /// What the audit is measured by.
    Profile,
    /// What can be saved.
    Export,
}

impl Route {
    /// The pages of an audit, in the order of the menu.
    pub(crate) const MENU: [Self; 9] = [
        Self::Overview,
        Self::Gaps(None),
        Self::Roadmap,
        Self::Checks(None),
        Self::Agents,
        Self::Files,
        Self::Compare,
        Self::Profile,
        Self::Export,
    ];

    /// Reads a location's hash. What is unknown leads to the start.
    pub(crate) fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_matches('/');
        match path.split_once('/').unwrap_or((path, "")) {
            ("overview", _) => Self::Overview,
            ("gaps", name) => {
                Self::Gaps(Severity::ALL.into_iter().find(|severity| severity_name(*severity) == name))
            }
            ("roadmap", _) => Self::Roadmap,
            ("checks", "") => Self::Checks(None),
            ("checks", id) => Self::Checks(Some(id.to_owned())),
            ("agents", _) => Self::Agents,
            ("files", _) => Self::Files,
            ("compare", _) => Self::Compare,
            ("profile", _) => Self::Profile,
            ("export", _) => Self::Export,
            _ => Self::Drop,
        }
    }

    /// The hash that leads here, ready for an anchor.
    pub(crate) fn hash(&self) -> String {
        match self {
            Self::Drop => "#/".to_owned(),
            Self::Overview => "#/overview".to_owned(),
            Self::Gaps(None) => "#/gaps".to_owned(),
            Self::Gaps(Some(severity)) => format!("#/gaps/{}", severity_name(*severity)),
            Self::Roadmap => "#/roadmap".to_owned(),
            Self::Checks(None) => "#/checks".to_owned(),
            Self::Checks(Some(id)) => format!("#/checks/{id}"),
            Self::Agents => "#/agents".to_owned(),
            Self::Files => "#/files".to_owned(),
            Self::Compare => "#/compare".to_owned(),
            Self::Profile => "#/profile".to_owned(),
            Self::Export => "#/export".to_owned(),
        }
    }

    /// The key that leads here after `g`; nothing where none does. The same letters in every language of the pages.
    pub(crate) const fn key(&self) -> Option<&'static str> {
        match self {
            Self::Drop => None,
            Self::Overview => Some("o"),
            Self::Gaps(_) => Some("g"),
            Self::Roadmap => Some("r"),
            Self::Checks(_) => Some("c"),
            Self::Agents => Some("a"),
            Self::Files => Some("f"),
            Self::Compare => Some("v"),
            Self::Profile => Some("p"),
            Self::Export => Some("e"),
        }
    }

    /// The page that a key leads to after `g`.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::MENU.into_iter().find(|route| route.key() == Some(key))
    }

    /// Whether both are the same page, wherever on it.
    pub(crate) fn is_page_of(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// A severity as addresses write it: in no language of the pages, so that an address outlives a change of language.
const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_written() {
        let there = Route::Checks(Some("security/masks-personal-data".to_owned()));
        let filtered = Severity::ALL.map(|severity| Route::Gaps(Some(severity)));
        for route in Route::MENU.into_iter().chain([Route::Drop, there]).chain(filtered) {
            assert_eq!(Route::parse(&route.hash()), route);
        }
        assert_eq!(Route::parse("#/gaps/worst"), Route::Gaps(None));
    }

    #[test]
    fn every_page_of_the_menu_has_a_key_of_its_own() {
        for route in Route::MENU {
            assert_eq!(route.key().and_then(Route::of_key), Some(route));
        }
        assert_eq!(Route::of_key("x"), None);
    }

    #[test]
    fn an_unknown_address_is_the_start() {
        for hash in ["", "#", "#/nowhere", "#/overviews", "%"] {
            assert_eq!(Route::parse(hash), Route::Drop);
        }
    }
}
