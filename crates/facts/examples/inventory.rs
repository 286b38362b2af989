//! Prints what a folder holds, as the audit will see it: agents, teams, model calls, services, routes, tests, and what does not
//! resolve. For whoever works on a reader or on discovery.
//!
//! ```text
//! cargo run -p beredd-facts --example inventory -- path/to/repository
//! ```

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program is for the eyes of a developer")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "an example is a host: it reads files and a clock"
)]

use beredd_facts::{CallVia, FactShard, FileRole, ReadPlan, RepoFacts, plan_of, read_file};
use beredd_model::RepoPath;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

fn main() {
    let Some(root) = std::env::args().nth(1) else {
        eprintln!("which folder? inventory -- path/to/repository");
        return;
    };
    let start = Instant::now();
    let mut shard = FactShard::default();
    read_folder(Path::new(&root), Path::new(&root), &mut shard);
    let read = start.elapsed();
    let start = Instant::now();
    let repo = RepoFacts::new(shard);
    let resolved = start.elapsed();
    println!("{} files read in {read:?}, resolved and discovered in {resolved:?}", repo.file_count());
    print_roles(&repo);
    print_models(&repo);
    print_surface(&repo);
    print_resolution(&repo);
}

fn read_folder(root: &Path, folder: &Path, shard: &mut FactShard) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            if !path.ends_with(".git") && !path.ends_with("node_modules") {
                read_folder(root, &path, shard);
            }
            continue;
        }
        let name = path.strip_prefix(root).ok().and_then(Path::to_str).map(RepoPath::parse);
        let (Some(Ok(name)), Ok(bytes)) = (name, std::fs::read(&path)) else { continue };
        if plan_of(&name) == ReadPlan::Read {
            let facts = read_file(&name, &bytes);
            shard.files.insert(name, facts);
        }
    }
}

fn print_roles(repo: &RepoFacts) {
    let mut roles: BTreeMap<FileRole, u32> = BTreeMap::new();
    for (_, facts) in repo.files() {
        *roles.entry(facts.role).or_default() += 1;
    }
    println!("roles: {roles:?}\n");
}

fn print_models(repo: &RepoFacts) {
    let population = repo.population();
    println!("{} teams, {} agents", population.teams.len(), population.agents.len());
    for team in &population.teams {
        println!("  {} ({}): {} agents", team.name, team.folder, team.agents.len());
    }
    for agent in &population.agents {
        println!(
            "  {} [{}] {}:{} calls {:?}{}",
            agent.id,
            agent.framework,
            agent.place.path,
            agent.place.line,
            agent.call_sites,
            if agent.holds_model { ", holds a model" } else { "" }
        );
    }
    println!("\n{} model calls; providers {:?}", population.call_sites.len(), population.providers);
    for (index, site) in population.call_sites.iter().enumerate() {
        let via = match &site.via {
            CallVia::Provider { provider, target } => format!("{provider}: {target}"),
            CallVia::FirstParty { service, target } => format!("first-party {service:?}: {target}"),
        };
        println!("  #{index} {}:{} {via}", site.place.path, site.place.line);
    }
    println!("\n{} central services", population.central_services.len());
    for service in &population.central_services {
        let loads = if service.is_loadable { "loads" } else { "does not load" };
        println!(
            "  {} {}:{} {:?} {loads}",
            service.name, service.place.path, service.place.line, service.providers
        );
    }
}

fn print_surface(repo: &RepoFacts) {
    let population = repo.population();
    println!("\n{} services", population.services.len());
    for service in &population.services {
        let health = service.health_check.as_ref().map(|place| format!("{}:{}", place.path, place.line));
        println!(
            "  {} [{}] {}:{} in '{}' built by {:?}, health {health:?}",
            service.name,
            service.kind.id(),
            service.place.path,
            service.place.line,
            service.folder,
            service.dockerfile.as_ref().map(RepoPath::as_str)
        );
    }
    println!("\n{} routes", population.routes.len());
    for route in &population.routes {
        let mark = |is: bool, word: &str| if is { format!(" {word}") } else { String::new() };
        println!(
            "  {} {} {}:{}{}{}{}",
            route.method,
            route.pattern,
            route.place.path,
            route.place.line,
            mark(route.authenticated_by.is_some(), "authenticated"),
            mark(route.authorised_by.is_some(), "authorised"),
            mark(!route.is_registered, "UNREGISTERED"),
        );
    }
    let count = |keep: fn(&beredd_facts::TestCase) -> bool| -> u32 {
        population.tests.iter().filter(|test| keep(test)).map(|test| test.cases).sum()
    };
    println!(
        "\n{} test functions; cases: collected {}, skipped {}, asserting {}, importable {}, concerning models {}",
        population.tests.len(),
        count(|t| t.is_collected),
        count(|t| t.is_skipped),
        count(|t| t.asserts),
        count(|t| t.is_importable),
        count(|t| t.concerns_llm),
    );
}

fn print_resolution(repo: &RepoFacts) {
    println!("\n{} problems", repo.problems().count());
    for problem in repo.problems() {
        println!("  {}:{} {:?}", problem.path, problem.line.unwrap_or(0), problem.kind);
    }
    let resolution = repo.resolution();
    println!("\n{} unresolved imports", resolution.unresolved.len());
    for import in &resolution.unresolved {
        let kind = if import.is_name { "name" } else { "module" };
        let tolerated = if import.is_tolerated { " (tolerated)" } else { "" };
        println!("  {}:{} {kind} {}{tolerated}", import.place.path, import.place.line, import.missing);
    }
    println!("\n{} dead modules", resolution.dead.len());
    for (path, cause) in &resolution.dead {
        println!("  {path} because of {}:{}", cause.path, cause.line);
    }
    println!(
        "\n{} entry points, {} modules reached",
        resolution.entry_points.len(),
        resolution.reachable.len()
    );
    for path in &resolution.entry_points {
        println!("  {path}");
    }
}
