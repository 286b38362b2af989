//! What a command of a pipeline comes down to.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

mod repository;

use beredd_facts::shell_commands;
use beredd_model::RepoPath;
use repository::facts;

const REPOSITORY: &str = "//- Makefile
test: lint
\tgo test ./...
\t$(MAKE) -C web check
lint:
\tgolangci-lint run
loop: loop
\tmake loop
//- web/Makefile
check:
\t./scripts/check.sh
//- scripts/check.sh
npm test
//- package.json
{\"scripts\": {\"pretest\": \"eslint .\", \"test\": \"vitest run && k6 run load.js\"}}
//- Taskfile.yml
tasks:
  ship:
    cmds:
      - kubectl apply -f k8s
      - cmd: kubectl rollout status deploy/api
";

fn programs(command: &str) -> Vec<String> {
    let repo = facts(REPOSITORY);
    let path = RepoPath::parse(".github/workflows/ci.yml").unwrap();
    let command = shell_commands(command, 1).remove(0);
    let all = repo.expanded(&path, &command);
    all.iter().map(|(path, command)| format!("{path}:{} {}", command.lines.start, command.program)).collect()
}

#[test]
fn targets_scripts_and_tasks_are_followed() {
    assert_eq!(
        programs("make test"),
        [
            ".github/workflows/ci.yml:1 make",
            "Makefile:2 go",
            "Makefile:3 make",
            "Makefile:5 golangci-lint",
            "web/Makefile:2 ./scripts/check.sh",
            "scripts/check.sh:1 npm",
            "package.json:1 eslint",
            "package.json:1 vitest",
            "package.json:1 k6",
        ]
    );
    assert_eq!(
        programs("task ship"),
        [".github/workflows/ci.yml:1 task", "Taskfile.yml:4 kubectl", "Taskfile.yml:5 kubectl"]
    );
}

#[test]
fn what_leads_nowhere_or_in_circles_ends() {
    assert_eq!(programs("make nothing"), [".github/workflows/ci.yml:1 make"]);
    assert_eq!(programs("make loop"), [".github/workflows/ci.yml:1 make", "Makefile:7 make"]);
    assert_eq!(programs("npm ci"), [".github/workflows/ci.yml:1 npm"]);
}
