//! Types as bound names.

use super::bind::Binder;
use super::names::Entry;
use oxc_ast::ast::{TSType, TSTypeName, TSTypeQueryExprName};

/// How deep a type is looked into.
const MAX_DEPTH: u32 = 12;

/// Types that only say how often or when there is something of their parameter.
const CARRIERS: &[&str] =
    &["Awaited", "InstanceType", "NonNullable", "Partial", "Promise", "PromiseLike", "Readonly", "Required"];

impl Binder<'_, '_> {
    /// The bound name of a type, with `| null`, `Promise<…>` and parentheses taken off: Python's names for plain ones.
    pub(super) fn type_name(&mut self, given: &TSType<'_>) -> Option<String> {
        self.type_within(given, MAX_DEPTH)
    }

    fn type_within(&mut self, given: &TSType<'_>, left: u32) -> Option<String> {
        let left = left.checked_sub(1)?;
        match given {
            TSType::TSStringKeyword(_) | TSType::TSTemplateLiteralType(_) => Some("str".to_owned()),
            TSType::TSNumberKeyword(_) | TSType::TSBigIntKeyword(_) => Some("float".to_owned()),
            TSType::TSBooleanKeyword(_) => Some("bool".to_owned()),
            TSType::TSParenthesizedType(node) => self.type_within(&node.type_annotation, left),
            TSType::TSTypeOperatorType(node) => self.type_within(&node.type_annotation, left),
            TSType::TSUnionType(node) => {
                let mut found = node.types.iter().filter_map(|one| self.type_within(one, left));
                let first = found.next()?;
                // Plain types beside it say nothing against a class.
                let is_plain = |name: &str| matches!(name, "str" | "float" | "bool");
                if is_plain(&first) {
                    found.find(|name| !is_plain(name)).or(Some(first))
                } else {
                    Some(first)
                }
            }
            TSType::TSIntersectionType(node) => node.types.iter().find_map(|one| self.type_within(one, left)),
            TSType::TSTypeReference(node) => {
                let parameter = node.type_arguments.as_ref().and_then(|arguments| arguments.params.first());
                match (&node.type_name, parameter) {
                    (TSTypeName::IdentifierReference(name), Some(inner))
                        if CARRIERS.binary_search(&name.name.as_str()).is_ok() =>
                    {
                        self.type_within(inner, left)
                    }
                    (name, _) => Some(self.type_path(name)),
                }
            }
            TSType::TSTypeQuery(node) => match &node.expr_name {
                TSTypeQueryExprName::TSImportType(_) => None,
                TSTypeQueryExprName::IdentifierReference(name) => {
                    let meaning = self.identifier(name);
                    meaning.map(|name| name.strip_suffix("()").unwrap_or(&name).to_owned())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A name of a type: `OpenAI`, `OpenAI.Chat`.
    pub(super) fn type_path(&mut self, name: &TSTypeName<'_>) -> String {
        match name {
            TSTypeName::IdentifierReference(node) => {
                let alias = self.ways_of(node).into_iter().find_map(|id| match self.names.entries.get(id) {
                    Some(Entry::Alias(other)) => Some(*other),
                    _ => None,
                });
                if let Some(other) = alias {
                    let named = self.guarded(|binder| binder.type_within(other, MAX_DEPTH / 2));
                    return named.flatten().unwrap_or_else(|| node.name.as_str().to_owned());
                }
                self.identifier(node).map_or_else(|| node.name.as_str().to_owned(), |name| name.to_string())
            }
            TSTypeName::QualifiedName(node) => {
                let left = self.type_path(&node.left);
                format!("{left}.{}", node.right.name)
            }
            TSTypeName::ThisExpression(_) => "self".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(CARRIERS.is_sorted());
    }
}
