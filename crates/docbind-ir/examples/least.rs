//! Reads problems (operations with their alternatives) from standard input and writes the least set for each.

use std::error::Error;
use std::time::Instant;

use docbind_ir::{Alternative, Requirement, Status, least_for};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let problems: Vec<Vec<Vec<Vec<String>>>> = serde_json::from_reader(std::io::stdin())?;
    let answers = problems.iter().map(|rows| {
        let requirements: Vec<Requirement> = rows.iter().map(|row| requirement(row)).collect();
        let all: Vec<&Requirement> = requirements.iter().collect();
        let start = Instant::now();
        let least = least_for(&all);
        let micros = start.elapsed().as_micros();
        json!({ "set": least.permissions, "exact": least.exact, "micros": u64::try_from(micros).unwrap_or(u64::MAX) })
    });
    println!("{}", Value::Array(answers.collect()));
    Ok(())
}

fn requirement(row: &[Vec<String>]) -> Requirement {
    let alternative = |names: &Vec<String>| Alternative {
        permissions: names.iter().map(|name| name.as_str().into()).collect(),
        ..Alternative::default()
    };
    Requirement {
        status: Status::Supported,
        alternatives: row.iter().map(alternative).collect(),
        ..Requirement::default()
    }
}
