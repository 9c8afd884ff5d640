use super::search::{Row, least};

/// A generator of numbers that need not be good.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }
}

/// How far a set reaches, and its size; nothing when it does not suffice.
fn cost(rows: &[Row], set: &[usize]) -> Option<(usize, usize)> {
    let reach = |row: &Row| row.iter().rposition(|all| all.iter().all(|one| set.contains(one)));
    let total = rows.iter().filter(|row| !row.is_empty()).map(reach).sum::<Option<usize>>()?;
    Some((total, set.len()))
}

fn brute(rows: &[Row], names: usize) -> Option<(usize, usize)> {
    let set = |bits: u32| (0..names).filter(|name| bits & (1 << name) != 0).collect::<Vec<_>>();
    (0..1_u32 << names).filter_map(|bits| cost(rows, &set(bits))).min()
}

fn problem(numbers: &mut Numbers, names: usize) -> Vec<Row> {
    // Like tables of pages: most alternatives are single, and lists of one family are in one order.
    let rows = 1 + numbers.below(9);
    (0..rows)
        .map(|_| {
            let sets = 1 + numbers.below(4);
            let mut row: Row = (0..sets)
                .map(|_| {
                    let size = if numbers.below(5) == 0 { 2 } else { 1 };
                    let mut set: Vec<usize> = (0..size).map(|_| numbers.below(names)).collect();
                    set.sort_unstable();
                    set.dedup();
                    set
                })
                .collect();
            let mut seen = Vec::new();
            row.retain(|set| {
                let is_new = !seen.contains(set);
                seen.push(set.clone());
                is_new
            });
            row
        })
        .collect()
}

fn compare(count: usize, seed: u64) {
    let mut numbers = Numbers(seed);
    for round in 0..count {
        let names = 2 + numbers.below(11);
        let rows = problem(&mut numbers, names);
        let found = least(&rows);
        assert!(found.exact);
        assert_eq!(cost(&rows, &found.set), brute(&rows, names), "round {round}: {rows:?} gave {:?}", found.set);
    }
}

#[test]
fn the_search_finds_what_trying_all_sets_finds() {
    compare(300, 0x5eed);
}

#[test]
#[ignore = "a long check: cargo test --release -p docbind-ir -- --ignored ten_thousand"]
fn the_search_finds_what_trying_ten_thousand_sets_finds() {
    compare(10_000, 0xbeef);
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let mut numbers = Numbers(7);
    for _ in 0..50 {
        let mut rows = problem(&mut numbers, 8);
        let first = least(&rows);
        rows.reverse();
        assert_eq!(first, least(&rows));
    }
}

#[test]
fn no_broader_permission_is_taken_where_a_narrower_one_serves() {
    // 0 serves the first, 1 the second, 2 both but broadly.
    assert_eq!(least(&[vec![vec![0], vec![2]], vec![vec![1], vec![2]]]).set, [0, 1]);
    // 2 is needed anyway.
    assert_eq!(least(&[vec![vec![0], vec![2]], vec![vec![2]]]).set, [2]);
    assert_eq!(least(&[]).set, [0_usize; 0]);
}
