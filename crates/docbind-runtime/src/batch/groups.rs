/// Portions of at most `most` steps, and the steps of groups that are larger than that. Steps that depend on one another,
/// by way of others too, are in the same portion; within one they keep their order.
pub(super) fn pack<'s>(
    steps: &[usize],
    before: impl Fn(usize) -> &'s [usize],
    most: usize,
) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &step in steps {
        let needed = before(step);
        let (joined, mut others): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|member| needed.contains(member)));
        let mut group: Vec<usize> = joined.into_iter().flatten().collect();
        group.push(step);
        others.push(group);
        groups = others;
    }
    groups.sort_by_key(|group| group.iter().min().copied());
    let (mut portions, mut too_large): (Vec<Vec<usize>>, Vec<usize>) = (Vec::new(), Vec::new());
    for group in groups {
        if group.len() > most {
            too_large.extend(group);
            continue;
        }
        match portions.iter_mut().find(|portion| portion.len() + group.len() <= most) {
            Some(portion) => portion.extend(group),
            None => portions.push(group),
        }
    }
    too_large.sort_unstable();
    for portion in &mut portions {
        portion.sort_unstable();
    }
    (portions, too_large)
}

#[cfg(test)]
mod tests {
    use super::pack;

    #[test]
    fn what_depends_on_one_another_stays_together() {
        // 3 needs 0, 4 needs 3 and 2.
        let before = |step: usize| -> &'static [usize] {
            match step {
                3 => &[0],
                4 => &[3, 2],
                _ => &[],
            }
        };
        let steps = [0, 1, 2, 3, 4, 5];
        assert_eq!(pack(&steps, before, 4), (vec![vec![0, 2, 3, 4], vec![1, 5]], vec![]));
        assert_eq!(pack(&steps, before, 3), (vec![vec![1, 5]], vec![0, 2, 3, 4]));
    }

    #[test]
    fn forty_five_are_three_portions() {
        let steps: Vec<usize> = (0..45).collect();
        let (portions, too_large) = pack(&steps, |_| &[], 20);
        assert_eq!(portions.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
        assert!(too_large.is_empty());
    }
}
