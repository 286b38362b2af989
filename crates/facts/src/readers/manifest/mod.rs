//! Manifests: what a project says it depends on. The file's name tells which kind it is.

mod others;
mod python;

use crate::fact::{Dependency, Ecosystem, Node};
use beredd_model::RepoPath;

/// The dependencies that a file declares; none when it is no manifest. `config` is what the reader of its syntax made of it.
pub(crate) fn read(path: &RepoPath, text: &str, config: &[Node]) -> Vec<Dependency> {
    let name = path.file_name().to_lowercase();
    let mut found = match (name.as_str(), config.first()) {
        ("pyproject.toml", Some(root)) => python::pyproject(root),
        ("pipfile", Some(root)) => python::pipfile(root),
        ("setup.cfg", Some(root)) => python::setup_cfg(root),
        ("package.json", Some(root)) => others::package_json(root),
        ("cargo.toml", Some(root)) => others::cargo(root),
        ("composer.json", Some(root)) => others::composer(root),
        ("environment.yml" | "environment.yaml", Some(root)) => python::conda(root),
        ("go.mod", _) => others::go_mod(text),
        ("pom.xml", _) => others::pom(text),
        ("build.gradle" | "build.gradle.kts", _) => others::gradle(text),
        ("gemfile", _) => others::gemfile(text),
        _ if is_requirements(path, &name) => python::requirements(text, is_development(&name)),
        _ if name.ends_with(".csproj") || name.ends_with(".fsproj") || name == "directory.packages.props" => {
            others::nuget(text)
        }
        _ => Vec::new(),
    };
    found.sort_by(|a, b| (a.line, &a.name, &a.version).cmp(&(b.line, &b.name, &b.version)));
    found.dedup();
    found
}

/// `requirements.txt`, `requirements-dev.txt`, `dev_requirements.txt`, `requirements/base.txt`, `constraints.txt`.
fn is_requirements(path: &RepoPath, name: &str) -> bool {
    let is_list = name.ends_with(".txt") || name.ends_with(".in");
    let in_folder = path.folder().rsplit('/').next() == Some("requirements");
    is_list && (name.contains("requirements") || in_folder)
}

/// Whether a name, of a file or of a group of dependencies, says that it serves development.
fn is_development(name: &str) -> bool {
    crate::identifier::has_word(
        name,
        &["dev", "develop", "development", "test", "tests", "testing", "lint", "docs", "doc", "ci", "typing"],
    )
}

fn dependency(
    ecosystem: Ecosystem,
    name: &str,
    version: &str,
    is_development: bool,
    line: u32,
) -> Option<Dependency> {
    let name = match ecosystem {
        Ecosystem::Python => normalised(name),
        Ecosystem::NuGet => name.trim().to_lowercase(),
        _ => name.trim().to_owned(),
    };
    let is_name = !name.is_empty()
        && name.len() < 200
        && name.chars().all(|c| c.is_alphanumeric() || "-_.@/:".contains(c));
    is_name.then(|| Dependency { ecosystem, name, version: version.trim().to_owned(), is_development, line })
}

/// Names of Python packages compare as PEP 503 says: lower case, runs of `-`, `_` and `.` are one `-`.
fn normalised(name: &str) -> String {
    let mut result = String::new();
    for letter in name.trim().chars() {
        if matches!(letter, '-' | '_' | '.') {
            if !result.ends_with('-') {
                result.push('-');
            }
        } else {
            result.extend(letter.to_lowercase());
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_file;

    /// `name version` of each dependency, `!` behind those for development, with lines.
    fn found(path: &str, text: &str) -> Vec<(u32, String)> {
        let facts = read_file(&RepoPath::parse(path).unwrap(), text.as_bytes());
        let show =
            |d: &Dependency| format!("{} {}{}", d.name, d.version, if d.is_development { "!" } else { "" });
        facts.dependencies.iter().map(|d| (d.line, show(d))).collect()
    }

    fn lines(expected: &[(u32, &str)]) -> Vec<(u32, String)> {
        expected.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn python_manifests() {
        assert_eq!(
            found(
                "a/requirements.txt",
                "# c\nOpenAI[x]>=1.2,<2 ; python_version > '3'  # why\n-r base.txt\nruamel_yaml\n--hash=x\ngit+https://x/y#egg=zed\nfoo @ https://x/foo.whl\nbar==1 \\\n  --hash=sha256:ab\n"
            ),
            lines(&[(2, "openai >=1.2,<2"), (4, "ruamel-yaml "), (6, "zed "), (7, "foo "), (8, "bar ==1")])
        );
        assert_eq!(found("requirements-dev.txt", "pytest\n"), lines(&[(1, "pytest !")]));
        assert_eq!(
            found(
                "pyproject.toml",
                "[project]\ndependencies = [\n \"a>=1\",\n]\n[project.optional-dependencies]\ntest = [\"b\"]\nextra = [\"c\"]\n[dependency-groups]\ndev = [\"d\", {include-group = \"x\"}]\n[tool.poetry.dependencies]\npython = \"^3\"\ne = \"^2\"\nf = {version = \"3\", optional = true}\n[tool.poetry.group.dev.dependencies]\ng = \"*\"\n[tool.uv]\ndev-dependencies = [\"h\"]\n"
            ),
            lines(&[
                (3, "a >=1"),
                (6, "b !"),
                (7, "c "),
                (9, "d !"),
                (12, "e ^2"),
                (13, "f 3"),
                (15, "g *!"),
                (17, "h !")
            ])
        );
        assert_eq!(
            found(
                "setup.cfg",
                "[options]\ninstall_requires =\n  a>=1\n  b\n[options.extras_require]\ndev = c\n"
            ),
            lines(&[(3, "a >=1"), (4, "b "), (6, "c !")])
        );
        assert_eq!(
            found("Pipfile", "[packages]\na = \"*\"\n[dev-packages]\nb = \"*\"\n"),
            lines(&[(2, "a *"), (4, "b *!")])
        );
        assert_eq!(
            found(
                "environment.yml",
                "dependencies:\n  - python=3.11\n  - numpy=1\n  - pip:\n    - openai>=1\n"
            ),
            lines(&[(3, "numpy 1"), (5, "openai >=1")])
        );
    }

    #[test]
    fn other_manifests() {
        assert_eq!(
            found(
                "package.json",
                "{\n\"dependencies\": {\n\"@ai/x\": \"^1\"},\n\"devDependencies\": {\"jest\": \"2\"},\n\"peerDependencies\": {\"p\": \"3\"}}"
            ),
            lines(&[(3, "@ai/x ^1"), (4, "jest 2!"), (5, "p 3")])
        );
        assert_eq!(
            found(
                "Cargo.toml",
                "[dependencies]\na = \"1\"\nb = { version = \"2\", features = [] }\nc = { path = \"x\" }\n[dev-dependencies]\nd = \"3\"\n[target.'cfg(unix)'.dependencies]\ne = \"4\"\n[workspace.dependencies]\nf = \"5\"\n"
            ),
            lines(&[(2, "a 1"), (3, "b 2"), (4, "c "), (6, "d 3!"), (8, "e 4"), (10, "f 5")])
        );
        assert_eq!(
            found(
                "go.mod",
                "module x\n\ngo 1.22\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tc.d/e v0.1 // indirect\n)\nrequire f.g/h v2\n"
            ),
            lines(&[(6, "github.com/a/b v1.2.3"), (7, "c.d/e v0.1"), (9, "f.g/h v2")])
        );
        assert_eq!(
            found(
                "pom.xml",
                "<project><!-- <dependency><artifactId>z</artifactId></dependency> -->\n<dependency>\n<groupId>g</groupId>\n<artifactId>a</artifactId><version>1</version>\n</dependency>\n<dependency><groupId>junit</groupId><artifactId>junit</artifactId><scope>test</scope></dependency>\n"
            ),
            lines(&[(2, "g:a 1"), (6, "junit:junit !")])
        );
        assert_eq!(
            found(
                "build.gradle",
                "dependencies {\n  implementation 'g:a:1'\n  testImplementation(\"h:b:2\")\n  // implementation 'x:y:1'\n}\n"
            ),
            lines(&[(2, "g:a 1"), (3, "h:b 2!")])
        );
        assert_eq!(
            found(
                "App.csproj",
                "<Project>\n<PackageReference Include=\"Azure.AI\" Version=\"1.0\" />\n</Project>"
            ),
            lines(&[(2, "azure.ai 1.0")])
        );
        assert_eq!(
            found("Gemfile", "gem 'rails', '~> 7'\ngroup :test do\n  gem \"rspec\"\nend\n"),
            lines(&[(1, "rails ~> 7"), (3, "rspec !")])
        );
        assert_eq!(
            found(
                "composer.json",
                "{\"require\": {\"php\": \">=8\", \"a/b\": \"1\"},\n\"require-dev\": {\"c/d\": \"2\"}}"
            ),
            lines(&[(1, "a/b 1"), (2, "c/d 2!")])
        );
    }
}
