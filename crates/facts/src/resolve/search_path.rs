//! Folders that programs put on their own search path: `sys.path.insert(0, os.path.dirname(__file__))`.

use crate::FileFacts;
use crate::fact::{Argument, Call, Module, Value};
use beredd_model::RepoPath;

/// Values in one another, and names on the way to one, that are followed.
const MAX_STEPS: u8 = 16;

/// The folders that a module adds, from the root of the repository; the root itself is empty.
pub(super) fn added(path: &RepoPath, facts: &FileFacts) -> Vec<String> {
    let Some(module) = &facts.module else { return Vec::new() };
    let calls = module.calls.iter().filter_map(|call| match call.target.as_str() {
        "sys.path.insert" => Some(call.arguments.get(1)?),
        "sys.path.append" | "site.addsitedir" => call.arguments.first(),
        _ => None,
    });
    let reader = Reader { path, module };
    calls.filter_map(|argument| reader.folder(&argument.value)).collect()
}

struct Reader<'a> {
    path: &'a RepoPath,
    module: &'a Module,
}

impl Reader<'_> {
    fn folder(&self, value: &Value) -> Option<String> {
        let parts = match value {
            // From where the program is started, which is the root as often as not.
            Value::Text(text) => {
                let mut parts = Vec::new();
                climb(&mut parts, text)?;
                parts
            }
            value => self.place(value, MAX_STEPS)?,
        };
        Some(parts.join("/"))
    }

    /// The parts of the path that a value comes to.
    fn place(&self, value: &Value, left: u8) -> Option<Vec<String>> {
        let left = left.checked_sub(1)?;
        match value {
            Value::Name(name) if name == "__file__" => Some(self.path.parts().map(str::to_owned).collect()),
            Value::Name(name) => self.named(name, left),
            Value::Call { target, arguments } => self.called(target, arguments, left),
            Value::Either(values) => values.iter().find_map(|value| self.place(value, left)),
            _ => None,
        }
    }

    /// `os.path.dirname(…)`, `Path(…).parent`, `str(…)`: what a function makes of the path that it is given.
    fn called(&self, target: &str, arguments: &[Argument], left: u8) -> Option<Vec<String>> {
        let given = |left| self.place(&arguments.first()?.value, left);
        match target {
            "os.path.dirname" => {
                let mut parts = given(left)?;
                parts.pop()?;
                Some(parts)
            }
            "os.path.abspath" | "os.path.realpath" | "os.path.normpath" | "os.path.expanduser"
            | "os.fspath" | "str" => given(left),
            "os.path.join" | "pathlib.Path" => {
                let mut parts = given(left)?;
                add(&mut parts, arguments.get(1..)?)?;
                Some(parts)
            }
            _ => {
                let (receiver, method) = target.rsplit_once('.')?;
                let mut parts = self.named(receiver, left)?;
                match method {
                    "resolve" | "absolute" | "as_posix" | "expanduser" | "__str__" => {}
                    "joinpath" => add(&mut parts, arguments)?,
                    _ => return None,
                }
                Some(parts)
            }
        }
    }

    /// A name that is bound to what made it: `pathlib.Path().resolve().parent`, `os.path.dirname()`.
    fn named(&self, name: &str, left: u8) -> Option<Vec<String>> {
        let left = left.checked_sub(1)?;
        let own = name.strip_prefix("::").unwrap_or(name);
        if let Some(binding) = self.module.bindings.iter().find(|binding| binding.name == own) {
            return self.place(&binding.value, left);
        }
        if let Some(inner) = name.strip_suffix(".parent") {
            let mut parts = self.named(inner, left)?;
            parts.pop()?;
            return Some(parts);
        }
        let made = name.strip_suffix("()")?;
        if let Some((receiver, "resolve" | "absolute")) = made.rsplit_once('.') {
            return self.named(receiver, left);
        }
        let fits = |call: &&Call| call.target == made;
        let call = self.module.calls.iter().find(fits)?;
        self.called(made, &call.arguments, left)
    }
}

fn add(parts: &mut Vec<String>, arguments: &[Argument]) -> Option<()> {
    arguments.iter().try_for_each(|argument| match &argument.value {
        Value::Text(text) => climb(parts, text),
        Value::Name(name) if name == "os.pardir" => climb(parts, ".."),
        _ => None,
    })
}

/// Follows a relative path; nothing when it leads out of the repository, or is none.
fn climb(parts: &mut Vec<String>, relative: &str) -> Option<()> {
    if relative.starts_with(['/', '~']) {
        return None;
    }
    relative.split('/').try_for_each(|part| match part {
        "" | "." => Some(()),
        ".." => parts.pop().map(|_| ()),
        part => {
            parts.push(part.to_owned());
            Some(())
        }
    })
}
