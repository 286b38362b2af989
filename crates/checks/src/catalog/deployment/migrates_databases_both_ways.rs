//! A release that is taken back finds the database it knows.

use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{DefinitionKind, Module};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 4),
    role: Role::Supporting,
    claim: Text::fixed("Migrations can be undone", "Migreringar går att ångra"),
    gap_title: Text::fixed("Migrations cannot be undone", "Migreringar går inte att ångra"),
    why: Text::fixed(
        "A release whose migration has no way back cannot be rolled back: the earlier code meets a schema it does not know.",
        "En utgåva vars migrering saknar väg tillbaka går inte att backa: den tidigare koden möter ett schema den inte känner.",
    ),
    fix: Text::fixed(
        "Fill in `downgrade()` of each Alembic revision and write a .down.sql for each .up.sql, or only ever add (expand, migrate, contract) and say so in the rollback guide.",
        "Fyll i `downgrade()` i varje Alembicrevision och skriv en .down.sql för varje .up.sql, eller lägg bara till (expandera, migrera, dra ihop) och skriv det i återställningsguiden.",
    ),
    limits: Text::fixed(
        "Only tools with a way back are judged: Alembic and pairs of .up.sql and .down.sql. That a migration only adds, and needs none, is not seen.",
        "Bara verktyg med en väg tillbaka bedöms: Alembic och par av .up.sql och .down.sql. Att en migrering bara lägger till, och inte behöver någon, syns inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (50, 100, 250), Text::fixed("migration", "migrering")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- alembic/versions/001_questions.py
from alembic import op

revision = '001'


def upgrade():
    op.create_table('questions')


def downgrade():
    op.drop_table('questions')
",
        ),
        Example::partial(
            "\
//- migrations/001.up.sql
CREATE TABLE questions (id bigint);
//- migrations/001.down.sql
DROP TABLE questions;
//- migrations/002.up.sql
CREATE TABLE answers (id bigint); ⟵
",
        ),
        Example::fails(
            "\
//- alembic/versions/001_questions.py
from alembic import op

revision = '001'


def upgrade():
    op.create_table('questions')


def downgrade(): ⟵
    pass
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- firmware.py
def upgrade():
    return 'new'
//- README.md
Migrations have downgrade().
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["upgrade and downgrade of Alembic revisions", ".up.sql and .down.sql"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let answer = file.module.as_ref().and_then(revision).or_else(|| pair(repo, path));
        let Some((lines, has_way_back)) = answer else { continue };
        let (name, place) = (path.as_str(), RepoFacts::place(path, lines));
        if has_way_back {
            tally.supports(
                place.clone(),
                Grade::Used,
                Text::made(format!("{name} can be undone"), format!("{name} går att ångra")),
            );
            tally.holds(name, name, Some(place));
        } else {
            let what = Text::made(format!("{name} has no way back"), format!("{name} saknar väg tillbaka"));
            tally.speaks_against(place.clone(), Grade::Used, what);
            tally.misses(name, name, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No migration of a tool with a way back was found.",
            "Ingen migrering från ett verktyg med en väg tillbaka hittades.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} migrations can be undone."),
        format!("{n} av {of} migreringar går att ångra."),
    ))
}

/// A revision of Alembic: a module with `revision` and `upgrade`. The way back is a `downgrade` that does something.
fn revision(module: &Module) -> Option<(Lines, bool)> {
    let function = |name: &str| {
        module
            .definitions
            .iter()
            .find(|one| one.kind == DefinitionKind::Function && one.parent.is_none() && one.name == name)
    };
    module.bindings.iter().find(|binding| binding.within.is_none() && binding.name == "revision")?;
    let up = function("upgrade")?;
    let down = function("downgrade");
    let place = down.unwrap_or(up);
    Some((Lines::at(place.lines.start), down.is_some_and(|down| !down.is_stub)))
}

fn pair(repo: &RepoFacts, path: &RepoPath) -> Option<(Lines, bool)> {
    let stem = path.as_str().strip_suffix(".up.sql")?;
    let down = RepoPath::parse(&format!("{stem}.down.sql")).ok()?;
    Some((Lines::at(1), repo.file(&down).is_some()))
}
