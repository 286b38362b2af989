//! Secrets that stand in the repository in clear text.

use super::kubernetes::objects;
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Node, SecretContext};
use beredd_model::{Lines, Place};

/// A secret in clear text.
pub(crate) struct Leak {
    /// Where.
    pub(crate) place: Place,
    /// Its kind, as words.
    pub(crate) kind: String,
    /// Its first letters and its length.
    pub(crate) stub: String,
}

/// Every secret that looks live, and every value of a Secret object of Kubernetes that is kept in the repository.
/// What is believed where is said by [`beredd_facts::fact::Secret::is_finding`].
pub(crate) fn leaks(repo: &RepoFacts) -> Vec<Leak> {
    let mut found = Vec::new();
    for (path, file) in repo.files() {
        let live = file.secrets.iter().filter(|secret| secret.context == SecretContext::Live);
        for secret in live.filter(|secret| secret.is_finding(path, file.role)) {
            found.push(Leak {
                place: RepoFacts::place(path, Lines::at(secret.line)),
                kind: secret.kind.replace('_', " "),
                stub: secret.stub.clone(),
            });
        }
    }
    found.extend(
        kept_objects(repo)
            .filter(|leak| !found.iter().any(|known| known.place == leak.place))
            .collect::<Vec<_>>(),
    );
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// Values of `data` are base64, which hides nothing. Placeholders and what a template fills in are left out.
fn kept_objects(repo: &RepoFacts) -> impl Iterator<Item = Leak> {
    objects(repo).filter(|(_, kind, object)| *kind == "Secret" && object.get("sops").is_none()).flat_map(
        |(path, _, object)| {
            let data = object.get("data").map_or(&[][..], Node::members);
            data.iter().filter_map(move |(key, value)| {
                let text = value
                    .text()
                    .filter(|text| text.len() >= 16 && !text.contains(['{', '$', '<']) && is_mixed(text))?;
                let (stub, length) = (text.chars().take(2).collect::<String>(), text.len());
                Some(Leak {
                    place: RepoFacts::place(path, Lines::at(value.line)),
                    kind: format!("value of a Kubernetes Secret ({})", key.text),
                    stub: format!("{stub}…({length})"),
                })
            })
        },
    )
}

/// Capitals, small letters and digits: what base64 of a random text has, and a word has not.
fn is_mixed(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_uppercase())
        && text.chars().any(|c| c.is_ascii_lowercase())
        && text.chars().any(|c| c.is_ascii_digit())
}
