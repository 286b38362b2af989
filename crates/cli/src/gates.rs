//! The gates that can be asked for. They speak after the reports are written, so that a failed build still has them.

use crate::arguments::FailOn;
use crate::failure::Failure;
use beredd_model::{Audit, Comparison, Severity, Text};

/// Whether the proven score is at least `limit` of 100, where that was asked.
pub(crate) fn score(audit: &Audit, limit: Option<u32>) -> Result<(), Failure> {
    let proven = audit.score.points.proven_permille;
    match limit.filter(|limit| proven < limit.saturating_mul(10)) {
        None => Ok(()),
        Some(limit) => {
            let (whole, tenth) = (proven / 10, proven % 10);
            Err(Failure::Gate(Text::made(
                format!("The proven score is {whole}.{tenth}, below the {limit} that was asked for."),
                format!("Den bevisade poängen är {whole},{tenth}, under de {limit} som krävdes."),
            )))
        }
    }
}

/// Whether no gap of this severity or worse is open, where that was asked. What people have accepted or attested counts as
/// decided; what nobody has looked at is never clean.
pub(crate) fn severity(audit: &Audit, worst: Option<FailOn>) -> Result<(), Failure> {
    let Some(worst) = worst.map(Severity::from) else { return Ok(()) };
    // Severities are ordered with the worst first.
    let open = audit.gaps.iter().filter(|gap| gap.severity <= worst && gap.standing.is_work()).count();
    if open > 0 {
        return Err(Failure::Gate(Text::made(
            format!("Open gaps of the severity asked for, or worse: {open}."),
            format!("Öppna gap av den allvarlighetsgrad som angavs, eller värre: {open}."),
        )));
    }
    // Without a gap and still closed: nothing was decided.
    if audit.gate.is_open {
        return Ok(());
    }
    Err(Failure::Gate(Text::fixed(
        "Too little could be read to say that no such gap is open.",
        "För lite gick att läsa för att säga att inget sådant gap är öppet.",
    )))
}

/// Whether nothing got worse, as far as that was asked.
pub(crate) fn change(
    comparison: &Comparison,
    new: &Audit,
    worst: Option<FailOn>,
    is_loss_asked: bool,
) -> Result<(), Failure> {
    if let Some(worst) = worst.map(Severity::from) {
        let is_new = |id: &String| comparison.new.contains(id);
        let found =
            new.gaps.iter().filter(|gap| gap.severity <= worst && gap.standing.is_work() && is_new(&gap.id));
        let count = found.count();
        if count > 0 {
            return Err(Failure::Gate(Text::made(
                format!("New gaps of the severity asked for, or worse: {count}."),
                format!("Nya gap av den allvarlighetsgrad som angavs, eller värre: {count}."),
            )));
        }
    }
    if is_loss_asked && comparison.score_on_common.gain_permille() < 0 {
        return Err(Failure::Gate(Text::fixed(
            "The proven score fell, over the checks that both audits made.",
            "Den bevisade poängen sjönk, räknat på de kontroller som båda granskningarna gjorde.",
        )));
    }
    Ok(())
}
