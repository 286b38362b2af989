//! The built-in policies.

use super::*;

#[test]
fn weights_cover_every_category_and_sum_to_the_whole() {
    let policy = generic();
    assert_eq!(policy.weights_permille.keys().copied().collect::<Vec<_>>(), Category::ALL);
    assert_eq!(policy.weights_permille.values().sum::<u32>(), 1000);
}

#[test]
fn happyos_is_generic_with_teams() {
    let policy = happyos();
    let folders: Vec<&str> = policy.teams.iter().map(|team| team.folder.as_str()).collect();
    assert_eq!(folders, ["meetmind", "agent_svea", "felicias_finance"]);
    let european: Vec<&str> =
        policy.teams.iter().filter(|team| team.is_eu_only).map(|team| team.name.as_str()).collect();
    assert_eq!(european, ["Agent Svea"]);
    assert_eq!(Policy { name: "generic".to_owned(), teams: Vec::new(), ..policy }, generic());
}

#[test]
fn policies_are_found_by_name() {
    for name in ["generic", "happyos"] {
        assert_eq!(named(name).map(|policy| policy.name), Some(name.to_owned()));
    }
    assert_eq!(named("Generic"), None);
}
