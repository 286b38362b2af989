//! Addresses: one per page, written in the hash so that any static host and any sub-path will do.

/// Where on the page one is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Route {
    /// The drop page: the start.
    #[default]
    Drop,
    /// The score, the gate, the radar.
    Overview,
    /// The gaps.
    Gaps,
    /// The order of work.
    Roadmap,
    /// The checks, and perhaps the one to stand at: a check's id, a criterion (`K1.1`) or a category.
    Checks(Option<String>),
    /// The agents.
    Agents,
    /// The files.
    Files,
    /// What can be saved.
    Export,
}

impl Route {
    /// The pages of an audit, in the order of the menu.
    pub(crate) const MENU: [Self; 7] = [
        Self::Overview,
        Self::Gaps,
        Self::Roadmap,
        Self::Checks(None),
        Self::Agents,
        Self::Files,
        Self::Export,
    ];

    /// Reads a location's hash. What is unknown leads to the start.
    pub(crate) fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_matches('/');
        match path.split_once('/').unwrap_or((path, "")) {
            ("overview", _) => Self::Overview,
            ("gaps", _) => Self::Gaps,
            ("roadmap", _) => Self::Roadmap,
            ("checks", "") => Self::Checks(None),
            ("checks", id) => Self::Checks(Some(id.to_owned())),
            ("agents", _) => Self::Agents,
            ("files", _) => Self::Files,
            ("export", _) => Self::Export,
            _ => Self::Drop,
        }
    }

    /// The hash that leads here, ready for an anchor.
    pub(crate) fn hash(&self) -> String {
        match self {
            Self::Drop => "#/".to_owned(),
            Self::Overview => "#/overview".to_owned(),
            Self::Gaps => "#/gaps".to_owned(),
            Self::Roadmap => "#/roadmap".to_owned(),
            Self::Checks(None) => "#/checks".to_owned(),
            Self::Checks(Some(id)) => format!("#/checks/{id}"),
            Self::Agents => "#/agents".to_owned(),
            Self::Files => "#/files".to_owned(),
            Self::Export => "#/export".to_owned(),
        }
    }

    /// Whether both are the same page, wherever on it.
    pub(crate) fn is_page_of(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_written() {
        let there = Route::Checks(Some("security/masks-personal-data".to_owned()));
        for route in Route::MENU.into_iter().chain([Route::Drop, there]) {
            assert_eq!(Route::parse(&route.hash()), route);
        }
    }

    #[test]
    fn an_unknown_address_is_the_start() {
        for hash in ["", "#", "#/nowhere", "#/overviews", "%"] {
            assert_eq!(Route::parse(hash), Route::Drop);
        }
    }
}
