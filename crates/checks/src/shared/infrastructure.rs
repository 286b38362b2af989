//! Resources that configuration and code declare: Terraform, CloudFormation and SAM, the CDK in Python, Kubernetes.

use super::is_effective;
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Node, NodeValue, Value};
use beredd_model::{Lines, Place, RepoPath};

/// A declared resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resource<'a> {
    /// The file.
    pub(crate) path: &'a RepoPath,
    /// From the line of its name to its last.
    pub(crate) lines: Lines,
    /// Its type in the words of its language: `aws_db_instance`, `AWS::RDS::DBInstance`, `aws_cdk.aws_rds.DatabaseInstance`,
    /// `Deployment`.
    pub(crate) kind: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
    body: Body<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Body<'a> {
    /// Properties are keys in snake case.
    Terraform(&'a Node),
    /// Properties are keys with capitals.
    Template(&'a Node),
    /// Properties are keyword arguments.
    Construct(&'a Call),
    /// The whole object.
    Object(&'a Node),
}

/// What a resource is declared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    /// Terraform, OpenTofu.
    Terraform,
    /// CloudFormation, SAM.
    CloudFormation,
    /// The Cloud Development Kit of AWS.
    Cdk,
    /// Objects of Kubernetes.
    Kubernetes,
}

impl Tool {
    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Terraform => "Terraform",
            Self::CloudFormation => "CloudFormation",
            Self::Cdk => "AWS CDK",
            Self::Kubernetes => "Kubernetes",
        }
    }
}

/// A value of a property, as far as it is written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    /// Where.
    pub(crate) lines: Lines,
    /// The scalar as text; nothing for lists, maps and what is computed.
    pub(crate) text: Option<String>,
}

impl Property {
    /// Whether it says yes.
    pub(crate) fn is_true(&self) -> bool {
        self.text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// Whether it says no.
    pub(crate) fn is_false(&self) -> bool {
        self.text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("false"))
    }
}

/// What a construct has for a node: its properties are arguments.
static NOTHING: Node = Node { line: 0, end_line: 0, value: NodeValue::Nothing };

impl<'a> Resource<'a> {
    /// Where it is declared: its first line.
    pub(crate) fn head(&self) -> Place {
        self.at(self.lines.start)
    }

    /// A line of its file.
    pub(crate) fn at(&self, line: u32) -> Place {
        RepoFacts::place(self.path, Lines::at(line))
    }

    /// What it is declared with.
    pub(crate) const fn tool(&self) -> Tool {
        match self.body {
            Body::Terraform(_) => Tool::Terraform,
            Body::Template(_) => Tool::CloudFormation,
            Body::Construct(_) => Tool::Cdk,
            Body::Object(_) => Tool::Kubernetes,
        }
    }

    /// Its properties as written; of an object of Kubernetes, the whole of it. Nothing of a construct.
    pub(crate) fn node(&self) -> &'a Node {
        match self.body {
            Body::Terraform(node) | Body::Object(node) => node,
            Body::Template(node) => node.get("Properties").unwrap_or(node),
            Body::Construct(_) => &NOTHING,
        }
    }

    /// Whether its type is one of these, whatever language it is written in. A construct is compared without its package's
    /// prefix: `aws_rds.DatabaseInstance`.
    pub(crate) fn is_any(&self, kinds: &[&str]) -> bool {
        let bare = self.kind.strip_prefix("aws_cdk.").unwrap_or(self.kind);
        kinds.iter().any(|kind| *kind == self.kind || *kind == bare)
    }

    /// A property by its name in snake case; a template's `StorageEncrypted` is `storage_encrypted` here. A path of names leads
    /// into blocks.
    pub(crate) fn property(&self, names: &[&str]) -> Option<Property> {
        match self.body {
            Body::Terraform(node) => node_at(node, names, str::to_owned).map(property_of),
            Body::Template(node) => node_at(node.get("Properties")?, names, pascal).map(property_of),
            Body::Construct(call) => {
                let [name] = names else { return None };
                let argument =
                    call.arguments.iter().find(|argument| argument.name.as_deref() == Some(*name))?;
                Some(Property { lines: call.lines, text: scalar(&argument.value) })
            }
            Body::Object(_) => None,
        }
    }
}

fn node_at<'a>(node: &'a Node, names: &[&str], spelt: fn(&str) -> String) -> Option<&'a Node> {
    names.iter().try_fold(node, |node, name| node.get(&spelt(name)))
}

fn property_of(node: &Node) -> Property {
    Property { lines: Lines::new(node.line, node.end_line), text: node.scalar().map(str::to_owned) }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// `storage_encrypted` → `StorageEncrypted`; abbreviations that templates write in capitals stay so.
fn pascal(name: &str) -> String {
    const CAPITALS: &[(&str, &str)] = &[("kms", "KMS"), ("db", "DB"), ("sse", "SSE")];
    name.split('_')
        .map(|word| match CAPITALS.iter().find(|(small, _)| *small == word) {
            Some((_, capitals)) => (*capitals).to_owned(),
            None => {
                let mut letters = word.chars();
                letters.next().map_or_else(String::new, |first| {
                    first.to_uppercase().collect::<String>() + letters.as_str()
                })
            }
        })
        .collect()
}

/// Configuration that takes effect, document by document.
pub(crate) fn documents(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &Node)> {
    repo.files()
        .filter(|(_, file)| is_effective(file.role))
        .flat_map(|(path, file)| file.config.iter().map(move |node| (path, node)))
}

/// Every resource, by place.
pub(crate) fn resources(repo: &RepoFacts) -> Vec<Resource<'_>> {
    let mut found = Vec::new();
    for (path, document) in documents(repo) {
        terraform(path, document, &mut found);
        template(path, document, &mut found);
        object(path, document, &mut found);
    }
    constructs(repo, &mut found);
    found.sort_by(|a, b| (a.path, a.lines).cmp(&(b.path, b.lines)));
    found
}

fn terraform<'a>(path: &'a RepoPath, document: &'a Node, found: &mut Vec<Resource<'a>>) {
    if path.extension() != "tf" {
        return;
    }
    let blocks = document.members().iter().filter(|(key, _)| key.text == "resource");
    for (kind, named) in blocks.flat_map(|(_, block)| block.members()) {
        found.extend(named.members().iter().map(|(name, block)| Resource {
            path,
            lines: Lines::new(name.line, block.end_line),
            kind: &kind.text,
            name: &name.text,
            body: Body::Terraform(block),
        }));
    }
}

fn template<'a>(path: &'a RepoPath, document: &'a Node, found: &mut Vec<Resource<'a>>) {
    for (name, resource) in document.get("Resources").map_or(&[][..], Node::members) {
        let kind = resource.get("Type").and_then(Node::text).filter(|kind| kind.contains("::"));
        found.extend(kind.map(|kind| Resource {
            path,
            lines: Lines::new(name.line, resource.end_line),
            kind,
            name: &name.text,
            body: Body::Template(resource),
        }));
    }
}

fn object<'a>(path: &'a RepoPath, document: &'a Node, found: &mut Vec<Resource<'a>>) {
    let kind = document.get("kind").and_then(Node::text).filter(|_| document.get("apiVersion").is_some());
    found.extend(kind.map(|kind| Resource {
        path,
        lines: Lines::new(document.line, document.end_line),
        kind,
        name: document.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default(),
        body: Body::Object(document),
    }));
}

/// Constructors of the CDK: the last name begins with a capital, and the second argument is the construct's name.
fn constructs<'a>(repo: &'a RepoFacts, found: &mut Vec<Resource<'a>>) {
    for (path, module) in repo.production_code() {
        for call in module.calls.iter().filter(|call| call.target.starts_with("aws_cdk.")) {
            let last = call.target.rsplit('.').next().unwrap_or_default();
            if !last.starts_with(|letter: char| letter.is_ascii_uppercase()) || call.target.contains("()") {
                continue;
            }
            let Some(Value::Text(name)) = call.arguments.get(1).map(|argument| &argument.value) else {
                continue;
            };
            found.push(Resource {
                path,
                lines: call.lines,
                kind: &call.target,
                name,
                body: Body::Construct(call),
            });
        }
    }
}

/// Whether a node, or anything below it, is this text or contains it.
pub(crate) fn mentions(node: &Node, part: &str) -> bool {
    node.walk().any(|(_, node)| matches!(&node.value, NodeValue::Text(text) if text.contains(part)))
}

/// Every text in a tree, with its line.
pub(crate) fn texts(node: &Node) -> impl Iterator<Item = (u32, &str)> {
    node.walk().filter_map(|(_, node)| node.text().map(|text| (node.line, text)))
}

/// Whether a value is set and not false: `true`, `"true"`, a number above nought, any other text, a block.
pub(crate) fn is_on(node: &Node) -> bool {
    match &node.value {
        NodeValue::Nothing => false,
        NodeValue::Bool(is_on) => *is_on,
        NodeValue::Number(number) => number.parse::<u64>() != Ok(0),
        NodeValue::Text(text) => {
            !matches!(text.to_ascii_lowercase().as_str(), "" | "false" | "0" | "disabled" | "off")
        }
        NodeValue::List(items) => !items.is_empty(),
        NodeValue::Map(_) => true,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn properties_are_spelt_as_templates_do() {
        assert_eq!(super::pascal("storage_encrypted"), "StorageEncrypted");
        assert_eq!(super::pascal("kms_key_id"), "KMSKeyId");
    }
}
