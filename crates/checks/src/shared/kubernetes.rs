//! Objects of Kubernetes and services of compose files, as effective configuration declares them.

use super::is_effective;
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{Lines, Place, RepoPath};

/// A workload: something that runs pods.
pub(crate) struct Workload<'a> {
    /// The file.
    pub(crate) path: &'a RepoPath,
    /// `Deployment`, `StatefulSet`, …
    pub(crate) kind: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
    /// The whole object.
    pub(crate) object: &'a Node,
    /// The specification of its pods.
    pub(crate) pod: &'a Node,
}

impl<'a> Workload<'a> {
    /// Its containers, without those that run before it.
    pub(crate) fn containers(&self) -> &'a [Node] {
        self.pod.get("containers").map_or(&[], Node::items)
    }

    /// Whether it serves for as long as it runs: jobs end by themselves.
    pub(crate) fn is_lasting(&self) -> bool {
        !matches!(self.kind, "Job" | "CronJob" | "Pod")
    }

    /// Where it is declared.
    pub(crate) fn head(&self) -> Place {
        place_of(self.path, self.object)
    }
}

/// Every object of Kubernetes with its file and its kind.
pub(crate) fn objects(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &str, &Node)> {
    repo.files().filter(|(_, file)| is_effective(file.role)).flat_map(|(path, file)| {
        file.config.iter().filter_map(move |object| {
            object.get("apiVersion").and_then(Node::text)?;
            let kind = object.get("kind").and_then(Node::text)?;
            Some((path, kind, object))
        })
    })
}

/// Every workload.
pub(crate) fn workloads(repo: &RepoFacts) -> Vec<Workload<'_>> {
    objects(repo)
        .filter_map(|(path, kind, object)| {
            let pod = match kind {
                "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" | "Rollout" => {
                    object.at(&["spec", "template", "spec"])
                }
                "CronJob" => object.at(&["spec", "jobTemplate", "spec", "template", "spec"]),
                "Pod" => object.get("spec"),
                _ => None,
            }?;
            let name = object.at(&["metadata", "name"]).and_then(Node::text).unwrap_or(kind);
            Some(Workload { path, kind, name, object, pod })
        })
        .collect()
}

/// Every service of a compose file: its file, its name with its line, and its settings.
pub(crate) fn compose_services(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &str, &Node)> {
    repo.files().filter(|(path, file)| is_effective(file.role) && is_compose(path)).flat_map(
        |(path, file)| {
            let services = file.config.iter().filter_map(|document| document.get("services"));
            services.flat_map(Node::members).map(move |(name, service)| (path, name.text.as_str(), service))
        },
    )
}

/// `compose.yaml`, `docker-compose.prod.yml`: the names that the tool and its users give.
fn is_compose(path: &RepoPath) -> bool {
    let name = path.file_name();
    (name.starts_with("compose") || name.starts_with("docker-compose"))
        && matches!(path.extension(), "yaml" | "yml")
}

/// The first line of a node.
pub(crate) fn place_of(path: &RepoPath, node: &Node) -> Place {
    RepoFacts::place(path, Lines::at(node.line))
}
