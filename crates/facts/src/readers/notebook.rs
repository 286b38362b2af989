//! Jupyter notebooks: the Python of their code cells, every line on the line where it stands in the file.
//!
//! Notebooks are written with one line of source on each line of the file, so the code can be laid out on those lines and read as
//! one module. A notebook that is squeezed onto fewer lines has no such layout: its code is not read, and that is a problem.

use super::tree::limit_problem;
use crate::fact::Node;
use beredd_model::{Problem, RepoPath};

/// The code of a notebook as Python text with the notebook's own line numbers, or what kept it from being read.
pub(crate) fn python_of(path: &RepoPath, notebook: &Node) -> Result<String, Problem> {
    let mut lines: Vec<String> = Vec::new();
    for cell in notebook.get("cells").map(Node::items).unwrap_or_default() {
        if cell.get("cell_type").and_then(Node::text) != Some("code") {
            continue;
        }
        let Some(source) = cell.get("source") else { continue };
        let written = source.items();
        if written.first().and_then(Node::text).is_some_and(|line| line.starts_with("%%")) {
            continue;
        }
        for line in written {
            let at = usize::try_from(line.line).unwrap_or(usize::MAX).saturating_sub(1);
            if at < lines.len() {
                return Err(limit_problem(path, Some(line.line)));
            }
            lines.resize(at, String::new());
            lines.push(python_line(line.text().unwrap_or_default()));
        }
        if source.text().is_some_and(|text| text.contains('\n')) {
            return Err(limit_problem(path, Some(source.line)));
        }
        if let Some(text) =
            source.text().filter(|_| source.line > u32::try_from(lines.len()).unwrap_or(u32::MAX))
        {
            lines.resize(usize::try_from(source.line).unwrap_or(1).saturating_sub(1), String::new());
            lines.push(python_line(text));
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    Ok(text)
}

/// A line of a cell as Python: commands to the notebook itself do nothing.
fn python_line(line: &str) -> String {
    let line = line.trim_end_matches(['\n', '\r']);
    let code = line.trim_start();
    if code.starts_with(['%', '!', '?']) || (code.ends_with('?') && !code.contains(['#', '"', '\''])) {
        let indent = line.len().saturating_sub(code.len());
        return format!("{}pass", line.get(..indent).unwrap_or_default());
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::json;

    fn python(text: &str) -> Result<String, Problem> {
        let path = RepoPath::parse("a.ipynb").unwrap();
        python_of(&path, &json::read(&path, text).0[0])
    }

    #[test]
    fn code_keeps_its_lines() {
        let text = concat!(
            "{\n \"cells\": [\n  {\"cell_type\": \"markdown\", \"source\": [\"# x\"]},\n  {\n   \"cell_type\": \"code\",\n   \"source\": [\n",
            "    \"%pip install x\\n\",\n    \"import os\\n\",\n    \"os.getcwd()\"\n   ]\n  },\n  {\"cell_type\": \"code\", \"source\": \"y = 1\"}\n ]\n}"
        );
        let code = python(text).unwrap();
        assert_eq!(code.lines().nth(6), Some("pass"));
        assert_eq!(code.lines().nth(7), Some("import os"));
        assert_eq!(code.lines().nth(11), Some("y = 1"));
    }

    #[test]
    fn a_squeezed_notebook_is_a_problem() {
        assert!(python(r#"{"cells":[{"cell_type":"code","source":["a = 1\n","b = 2"]}]}"#).is_err());
        assert_eq!(python(r#"{"cells":[]}"#), Ok("\n".into()));
        assert_eq!(python("[]"), Ok("\n".into()));
    }
}
