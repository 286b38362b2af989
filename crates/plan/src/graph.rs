//! What must come before what, among open gaps.
//!
//! Gaps are known here by their place in a list. A circle (possible only by edges from outside) has no order: the gaps of
//! a circle are one package, edges inside it are dropped, and whoever needs one of them needs them all.

use beredd_model::{Gap, GapId, Severity};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The prerequisites among a list of gaps, without circles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    /// For each gap, the gaps before it.
    before: Vec<Vec<usize>>,
    /// For each gap, the gaps that wait for it.
    waiting: Vec<Vec<usize>>,
    /// For each gap, the others of its package.
    mates: Vec<Vec<usize>>,
}

/// The severity by which a gap is planned, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effective {
    /// The highest of the gap's own and of all that wait for it, near or far.
    pub(crate) severity: Severity,
    /// The gap it comes from: itself, or one that waits.
    pub(crate) source: usize,
}

/// Takes circles out of the gaps' `after` and writes `unlocks`; gives the circles, each with its gaps in list order.
///
/// What one gap of a circle waits for, all its gaps wait for, and who waits for one of them waits for them all.
pub(crate) fn untangle(gaps: &mut [Gap]) -> Vec<Vec<GapId>> {
    let id = |index: usize| gaps.get(index).map(|gap| gap.id.clone());
    let packages: Vec<Vec<GapId>> = circles(&edges(gaps))
        .into_iter()
        .map(|members| members.into_iter().filter_map(id).collect())
        .collect();
    merge(gaps, &packages);
    let mut unlocks: BTreeMap<GapId, Vec<GapId>> = BTreeMap::new();
    for gap in gaps.iter() {
        for id in &gap.after {
            unlocks.entry(id.clone()).or_default().push(gap.id.clone());
        }
    }
    for gap in gaps {
        gap.unlocks = unlocks.remove(&gap.id).unwrap_or_default();
        gap.unlocks.sort_unstable();
    }
    packages
}

/// Makes each package one node of the graph: its gaps get one `after`, and others come after all of it.
fn merge(gaps: &mut [Gap], packages: &[Vec<GapId>]) {
    let numbered = packages.iter().enumerate();
    let package_of: BTreeMap<&GapId, usize> =
        numbered.flat_map(|(number, members)| members.iter().map(move |id| (id, number))).collect();
    if package_of.is_empty() {
        return;
    }
    let mut outside: BTreeMap<usize, BTreeSet<GapId>> = BTreeMap::new();
    let mut widened: Vec<BTreeSet<GapId>> = Vec::with_capacity(gaps.len());
    for gap in gaps.iter() {
        let own = package_of.get(&gap.id);
        let mut after = BTreeSet::new();
        for id in &gap.after {
            match package_of.get(id) {
                Some(package) if Some(package) == own => {}
                Some(package) => after.extend(packages.get(*package).into_iter().flatten().cloned()),
                None => {
                    after.insert(id.clone());
                }
            }
        }
        if let Some(package) = own {
            outside.entry(*package).or_default().extend(after.iter().cloned());
        }
        widened.push(after);
    }
    for (gap, after) in gaps.iter_mut().zip(widened) {
        let of_package = package_of.get(&gap.id).and_then(|package| outside.get(package));
        gap.after = of_package.unwrap_or(&after).iter().cloned().collect();
    }
}

impl Graph {
    /// The graph of untangled gaps, with their packages.
    pub(crate) fn new(gaps: &[Gap], packages: &[Vec<GapId>]) -> Self {
        let before = edges(gaps);
        let index = index(gaps);
        let mut mates = vec![Vec::new(); gaps.len()];
        for package in packages {
            let members: Vec<usize> =
                package.iter().filter_map(|id| index.get(id.as_str()).copied()).collect();
            for member in &members {
                if let Some(mates) = mates.get_mut(*member) {
                    mates.extend(members.iter().copied().filter(|other| other != member));
                }
            }
        }
        Self { waiting: reversed(&before), before, mates }
    }

    /// The gaps right before a gap.
    pub(crate) fn before(&self, gap: usize) -> &[usize] {
        row(&self.before, gap)
    }

    /// The gaps that wait for a gap, directly.
    pub(crate) fn waiting(&self, gap: usize) -> &[usize] {
        row(&self.waiting, gap)
    }

    /// These gaps and all they need: what comes before them, near or far, and the rest of each package. In no order.
    pub(crate) fn with_prerequisites(&self, gaps: impl IntoIterator<Item = usize>) -> Vec<usize> {
        self.walk(gaps, &self.before)
    }

    /// A gap and all that need it, near or far. In no order.
    pub(crate) fn with_dependants(&self, gap: usize) -> Vec<usize> {
        self.walk([gap], &self.waiting)
    }

    fn walk(&self, gaps: impl IntoIterator<Item = usize>, edges: &[Vec<usize>]) -> Vec<usize> {
        let mut is_new = vec![true; edges.len()];
        let mut found: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = gaps.into_iter().collect();
        while let Some(gap) = open.pop() {
            if is_new.get_mut(gap).is_some_and(std::mem::take) {
                found.push(gap);
                open.extend(row(edges, gap).iter().chain(row(&self.mates, gap)));
            }
        }
        found
    }

    /// The severity by which each gap is planned.
    pub(crate) fn effective(&self, gaps: &[Gap]) -> Vec<Effective> {
        let own = gaps.iter().enumerate();
        let mut effective: Vec<Effective> =
            own.map(|(source, gap)| Effective { severity: gap.severity, source }).collect();
        let mut open: VecDeque<usize> = (0..gaps.len()).collect();
        while let Some(gap) = open.pop_front() {
            let Some(highest) = effective.get(gap).copied() else { continue };
            for needed in self.before(gap).iter().chain(row(&self.mates, gap)) {
                if let Some(current) = effective.get_mut(*needed).filter(|e| highest.severity < e.severity) {
                    *current = highest;
                    open.push_back(*needed);
                }
            }
        }
        effective
    }

    /// A topological order in which, of the gaps that may come next, the one with the smallest key does.
    pub(crate) fn order<K: Ord>(&self, keys: Vec<K>) -> Vec<usize> {
        let mut missing: Vec<usize> = self.before.iter().map(Vec::len).collect();
        let mut keys: Vec<Option<K>> = keys.into_iter().map(Some).collect();
        let mut take = |gap: usize| Some((keys.get_mut(gap)?.take()?, gap));
        let free = missing.iter().enumerate().filter(|(_, count)| **count == 0);
        let mut ready: BTreeSet<(K, usize)> = free.filter_map(|(gap, _)| take(gap)).collect();
        let mut order = Vec::with_capacity(missing.len());
        while let Some((_, gap)) = ready.pop_first() {
            order.push(gap);
            for waiting in self.waiting(gap) {
                if let Some(count) = missing.get_mut(*waiting) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.extend(take(*waiting));
                    }
                }
            }
        }
        order
    }
}

fn index(gaps: &[Gap]) -> BTreeMap<&str, usize> {
    gaps.iter().enumerate().map(|(index, gap)| (gap.id.as_str(), index)).collect()
}

/// For each gap, the places in the list of those in its `after`.
fn edges(gaps: &[Gap]) -> Vec<Vec<usize>> {
    let index = index(gaps);
    gaps.iter()
        .map(|gap| gap.after.iter().filter_map(|id| index.get(id.as_str()).copied()).collect())
        .collect()
}

fn reversed(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            if let Some(sources) = reversed.get_mut(*to) {
                sources.push(from);
            }
        }
    }
    reversed
}

fn row(rows: &[Vec<usize>], index: usize) -> &[usize] {
    rows.get(index).map_or(&[], Vec::as_slice)
}

/// The sets of gaps that reach each other, two or more in each.
///
/// What no circle holds is peeled off first, from both ends, which for an acyclic graph leaves nothing. The rest is small
/// in practice, so each of its gaps walks all it can reach; no recursion, however deep a chain is.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let back = reversed(edges);
    let mut left: BTreeSet<usize> = (0..edges.len()).collect();
    peel(&mut left, edges, &back);
    peel(&mut left, &back, edges);
    let mut circles = Vec::new();
    while let Some(first) = left.first().copied() {
        let circle: Vec<usize> =
            reach(first, edges, &left).intersection(&reach(first, &back, &left)).copied().collect();
        left.retain(|gap| !circle.contains(gap));
        if circle.len() > 1 {
            circles.push(circle);
        }
    }
    circles
}

/// Takes away what has no edge left among `left`, again and again.
fn peel(left: &mut BTreeSet<usize>, edges: &[Vec<usize>], back: &[Vec<usize>]) {
    let mut degrees: Vec<usize> =
        edges.iter().map(|targets| targets.iter().filter(|to| left.contains(to)).count()).collect();
    let mut bare: Vec<usize> =
        left.iter().copied().filter(|gap| degrees.get(*gap).is_some_and(|degree| *degree == 0)).collect();
    while let Some(gap) = bare.pop() {
        left.remove(&gap);
        for source in row(back, gap).iter().filter(|source| left.contains(source)) {
            if let Some(degree) = degrees.get_mut(*source) {
                *degree = degree.saturating_sub(1);
                if *degree == 0 {
                    bare.push(*source);
                }
            }
        }
    }
}

/// What `start` reaches among `left`, itself included.
fn reach(start: usize, edges: &[Vec<usize>], left: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(gap) = open.pop() {
        if left.contains(&gap) && found.insert(gap) {
            open.extend(row(edges, gap));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_chains_are_not() {
        let chain: Vec<Vec<usize>> =
            (0..5000_usize).map(|n| n.checked_sub(1).into_iter().collect()).collect();
        assert!(circles(&chain).is_empty());
        // 0 ⇄ 1, 2 between the circles, 3 → 4 → 5 → 3, 6 outside.
        let tangled = vec![vec![1], vec![0], vec![1], vec![4, 2], vec![5], vec![3], vec![3]];
        assert_eq!(circles(&tangled), [vec![0, 1], vec![3, 4, 5]]);
    }

    #[test]
    fn the_order_takes_the_smallest_key_that_may_come() {
        let before = vec![vec![2], vec![], vec![], vec![0, 1]];
        let graph = Graph { waiting: reversed(&before), mates: vec![Vec::new(); 4], before };
        assert_eq!(graph.order(vec![0, 9, 5, 1]), [2, 0, 1, 3]);
        assert_eq!(graph.with_prerequisites([0]), [0, 2]);
        assert_eq!(graph.with_dependants(2), [2, 0, 3]);
    }
}
