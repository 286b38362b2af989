//! Programs as an orchestrator runs them, and what changes how many of them there are.

use super::infrastructure::{Resource, is_on, resources, texts};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{Lines, Place};

/// A program that an orchestrator keeps running.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) name: String,
    /// Its kind in its own syntax.
    pub(crate) kind: String,
    pub(crate) place: Place,
    /// How its number follows the load.
    pub(crate) scaling: Scaling,
}

/// How the number of copies follows the load.
#[derive(Clone, Debug)]
pub(crate) enum Scaling {
    /// A rule changes it, within bounds.
    Follows(Place),
    /// The platform does by itself.
    Inherent,
    /// Something that looks like scaling is off, or its bounds leave no room.
    Idle(Place),
    /// Nothing does.
    Fixed,
}

/// Images of stores and brokers, which do not scale by copies.
const STORES: &[&str] = &[
    "postgres",
    "redis",
    "valkey",
    "mysql",
    "mariadb",
    "mongo",
    "rabbitmq",
    "kafka",
    "elasticsearch",
    "opensearch",
    "qdrant",
    "minio",
    "prometheus",
    "grafana",
    "localstack",
    "zookeeper",
    "etcd",
];

/// Everything an orchestrator keeps running here: Kubernetes, ECS, Cloud Run, Container Apps, Knative, Lambda, App Runner, Helm.
pub(crate) fn programs(repo: &RepoFacts) -> Vec<Program> {
    let all = resources(repo);
    let mut found: Vec<Program> = all.iter().filter_map(|resource| program(resource, &all)).collect();
    found.extend(helm_charts(repo));
    found.extend(cdk_services(repo));
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

fn program(resource: &Resource<'_>, all: &[Resource<'_>]) -> Option<Program> {
    let scaling = match resource.kind {
        "Deployment" | "StatefulSet" if !is_store(resource.node()) => of_kubernetes(resource, all),
        "Service" if api_of(resource.node()).starts_with("serving.knative.dev") => Scaling::Inherent,
        "aws_ecs_service" | "AWS::ECS::Service" => of_ecs(resource, all),
        "aws_lambda_function" | "AWS::Lambda::Function" | "AWS::Serverless::Function" => {
            let reserved = ["reserved_concurrent_executions", "ReservedConcurrentExecutions"];
            let one = reserved
                .iter()
                .find_map(|key| resource.node().get(key))
                .filter(|node| matches!(node.scalar(), Some("0" | "1")));
            one.map_or(Scaling::Inherent, |node| Scaling::Idle(line_of(resource, node)))
        }
        "aws_apprunner_service" | "AWS::AppRunner::Service" => Scaling::Inherent,
        "google_cloud_run_service" | "google_cloud_run_v2_service" => {
            let bounds = (
                find(resource.node(), &["min_instance_count", "minScale"]),
                find(resource.node(), &["max_instance_count", "maxScale"]),
            );
            bounded(resource, bounds, Scaling::Inherent)
        }
        "azurerm_container_app" => {
            let bounds = (find(resource.node(), &["min_replicas"]), find(resource.node(), &["max_replicas"]));
            bounded(resource, bounds, Scaling::Inherent)
        }
        "aws_autoscaling_group" => {
            let policy = all.iter().find(|other| other.kind == "aws_autoscaling_policy");
            policy.map_or(Scaling::Fixed, |policy| Scaling::Follows(policy.head()))
        }
        _ => return None,
    };
    Some(Program {
        name: resource.name.to_owned(),
        kind: resource.kind.to_owned(),
        place: resource.head(),
        scaling,
    })
}

fn of_kubernetes(resource: &Resource<'_>, all: &[Resource<'_>]) -> Scaling {
    let scaler = all.iter().find(|other| {
        matches!(other.kind, "HorizontalPodAutoscaler" | "ScaledObject")
            && other.node().at(&["spec", "scaleTargetRef", "name"]).and_then(Node::text)
                == Some(resource.name)
    });
    let Some(scaler) = scaler else { return Scaling::Fixed };
    let spec = |name: &str| scaler.node().at(&["spec", name]);
    let least = spec("minReplicas").or_else(|| spec("minReplicaCount"));
    let most = spec("maxReplicas").or_else(|| spec("maxReplicaCount"));
    // KEDA's own upper bound is 100 copies; an HPA must name one.
    if most.is_none() && scaler.kind == "ScaledObject" {
        return Scaling::Follows(scaler.head());
    }
    bounded(scaler, (least, most), Scaling::Idle(scaler.head()))
}

fn of_ecs(resource: &Resource<'_>, all: &[Resource<'_>]) -> Scaling {
    let target = all.iter().find(|other| {
        let is_target =
            matches!(other.kind, "aws_appautoscaling_target" | "AWS::ApplicationAutoScaling::ScalableTarget");
        let services = all.iter().filter(|one| one.kind == resource.kind).count();
        is_target && (services == 1 || texts(other.node()).any(|(_, text)| text.contains(resource.name)))
    });
    let policy = all.iter().find(|other| {
        matches!(other.kind, "aws_appautoscaling_policy" | "AWS::ApplicationAutoScaling::ScalingPolicy")
    });
    let Some(target) = target else { return Scaling::Fixed };
    if policy.is_none() {
        return Scaling::Idle(target.head());
    }
    let bounds = (
        find(target.node(), &["min_capacity", "MinCapacity"]),
        find(target.node(), &["max_capacity", "MaxCapacity"]),
    );
    bounded(target, bounds, Scaling::Idle(target.head()))
}

/// A rule with room between its bounds follows the load; where the upper bound is not fixed here, `otherwise`.
fn bounded(resource: &Resource<'_>, bounds: (Option<&Node>, Option<&Node>), otherwise: Scaling) -> Scaling {
    let number = |node: Option<&Node>| node.and_then(Node::scalar).and_then(|text| text.parse::<u64>().ok());
    match (number(bounds.0).unwrap_or(1), bounds.1, number(bounds.1)) {
        (_, None, _) => otherwise,
        // A variable: somebody has thought of it, and the text does not say what.
        (_, Some(node), None) => Scaling::Follows(line_of(resource, node)),
        (least, Some(node), Some(most)) if least < most => Scaling::Follows(line_of(resource, node)),
        (_, Some(node), Some(_)) => Scaling::Idle(line_of(resource, node)),
    }
}

/// A chart whose values switch scaling on or off; without that switch its own templates decide, which are not read.
fn helm_charts(repo: &RepoFacts) -> Vec<Program> {
    let charts =
        repo.files().filter(|(path, _)| path.file_name() == "Chart.yaml").filter_map(|(path, file)| {
            let values = repo.file(&path.sibling("values.yaml")?)?;
            let values_path = path.sibling("values.yaml")?;
            let root = values.config.first()?;
            let scaling = root.get("autoscaling")?;
            let number = |name: &str| {
                scaling.get(name).and_then(Node::scalar).and_then(|text| text.parse::<u64>().ok())
            };
            let place = RepoFacts::place(&values_path, Lines::at(scaling.line));
            let is_enabled = scaling.get("enabled").is_some_and(is_on);
            let has_room = number("maxReplicas").is_none_or(|most| number("minReplicas").unwrap_or(1) < most);
            let name = file
                .config
                .first()
                .and_then(|chart| chart.get("name"))
                .and_then(Node::text)
                .unwrap_or("chart");
            let scaling = if is_enabled && has_room {
                Scaling::Follows(place.clone())
            } else {
                Scaling::Idle(place.clone())
            };
            Some(Program { name: name.to_owned(), kind: "Helm".to_owned(), place, scaling })
        });
    charts.collect()
}

/// Services of ECS that the Cloud Development Kit declares in Python.
fn cdk_services(repo: &RepoFacts) -> Vec<Program> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        let services = module
            .calls
            .iter()
            .filter(|call| call.target.starts_with("aws_cdk.aws_ecs") && call.target.ends_with("Service"));
        let scale = module.calls.iter().find(|call| call.callee.ends_with(".auto_scale_task_count"));
        let rule = module.calls.iter().find(|call| {
            call.callee
                .rsplit('.')
                .next()
                .is_some_and(|name| name.starts_with("scale_on_") || name == "scale_to_track_custom_metric")
        });
        for service in services {
            let place = RepoFacts::place(path, Lines::at(service.lines.start));
            let scaling = match (scale, rule) {
                (Some(_), Some(rule)) => {
                    Scaling::Follows(RepoFacts::place(path, Lines::at(rule.lines.start)))
                }
                (Some(scale), None) => Scaling::Idle(RepoFacts::place(path, Lines::at(scale.lines.start))),
                (None, _) => Scaling::Fixed,
            };
            let name = service.target.rsplit('.').next().unwrap_or_default().to_owned();
            found.push(Program { name, kind: "aws_cdk".to_owned(), place, scaling });
        }
    }
    found
}

fn is_store(node: &Node) -> bool {
    let mut images = node
        .walk()
        .filter(|(key, _)| key.is_some_and(|key| key.text == "image"))
        .filter_map(|(_, node)| node.text());
    images.any(|image| {
        let name = image.rsplit('/').next().unwrap_or(image);
        let name = name.split([':', '@']).next().unwrap_or(name);
        STORES.contains(&name)
    })
}

fn api_of(node: &Node) -> &str {
    node.get("apiVersion").and_then(Node::text).unwrap_or_default()
}

fn find<'a>(node: &'a Node, names: &[&str]) -> Option<&'a Node> {
    node.walk()
        .find(|(key, _)| {
            key.is_some_and(|key| {
                names.iter().any(|name| key.text == *name || key.text.ends_with(&format!("/{name}")))
            })
        })
        .map(|(_, node)| node)
}

fn line_of(resource: &Resource<'_>, node: &Node) -> Place {
    Place::new(resource.path.clone(), Lines::at(node.line))
}
