//! Which languages the policy asks of an agent, and what a text is written in.

use beredd_facts::Agent;
use beredd_facts::known::languages::language_of;
use beredd_model::Policy;
use std::collections::BTreeSet;

/// What the policy asks of an agent: of all, or of its team, which is known by its name or by a folder on the agent's path.
pub(crate) fn languages_asked<'a>(policy: &'a Policy, agent: &Agent) -> BTreeSet<&'a str> {
    let is_its_team = |name: &str, folder: &str| {
        agent.team == name || agent.place.path.parts().any(|part| !folder.is_empty() && part == folder)
    };
    let of_teams = policy.teams.iter().filter(|team| is_its_team(&team.name, &team.folder));
    let asked = policy.languages.iter().chain(of_teams.flat_map(|team| &team.languages));
    asked.map(|code| plain(code)).collect()
}

/// The language of a BCP 47 code without its region and script: `sv-SE` is `sv`. Norwegian is judged as Bokmål.
fn plain(code: &str) -> &str {
    match code.split(['-', '_']).next().unwrap_or(code) {
        "no" | "nn" => "nb",
        language => language,
    }
}

/// Whether the policy asks for any language at all.
pub(crate) fn asks_for_languages(policy: &Policy) -> bool {
    !policy.languages.is_empty() || policy.teams.iter().any(|team| !team.languages.is_empty())
}

/// Letters that only some of the languages here write. A single word is too short for its stop words to tell.
const LETTERS: &[(&str, &str)] = &[
    ("da", "æøåÆØÅ"),
    ("de", "äöüßÄÖÜ"),
    ("es", "ñáéíóú¿¡Ñ"),
    ("fi", "äöÄÖ"),
    ("fr", "çèêëàâîïôûœ"),
    ("nb", "æøåÆØÅ"),
    ("pl", "ąćęłńśźżĄĆĘŁŃŚŹŻ"),
    ("sv", "åäöÅÄÖ"),
];

/// Whether a text is in a language: its words tell, or, where they are too few to tell, a letter does that English lacks.
pub(crate) fn is_in(text: &str, language: &str) -> bool {
    match language_of(text) {
        Some(found) => found == language,
        None => LETTERS
            .iter()
            .any(|(code, letters)| *code == language && text.contains(|letter| letters.contains(letter))),
    }
}
