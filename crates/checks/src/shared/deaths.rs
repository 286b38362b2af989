//! Why a module cannot load, in the words of its code.

use beredd_facts::RepoFacts;
use beredd_model::{Place, Text};

/// What is wrong where `cause` points: a module or a name that is not there, or a text that does not parse. A clause without a
/// full stop.
pub(crate) fn why_dead(repo: &RepoFacts, cause: &Place) -> Text {
    let missing = repo
        .resolution()
        .unresolved
        .iter()
        .find(|one| !one.is_tolerated && one.place.path == cause.path && one.place.line == cause.line);
    match missing {
        Some(one) if one.is_name => {
            let (module, name) = one.missing.rsplit_once('.').unwrap_or(("", &one.missing));
            Text::made(format!("{module} has no {name}"), format!("{module} saknar {name}"))
        }
        Some(one) => Text::made(
            format!("the module {} is not there", one.missing),
            format!("modulen {} finns inte", one.missing),
        ),
        None => Text::made(
            format!("{} does not parse at line {}", cause.path, cause.line),
            format!("{} går inte att tolka på rad {}", cause.path, cause.line),
        ),
    }
}
