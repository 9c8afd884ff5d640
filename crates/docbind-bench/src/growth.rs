//! How the cost of reading grows with the size of pages: made pages of one size against pages of twice that size.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::generate::model;
use crate::measure::median;
use crate::report::{Report, show};

/// Runs of each size; the median counts.
const RUNS: usize = 3;
/// Rows of the larger table.
const ROWS: usize = 100_000;
/// Requests of the larger page.
const OPERATIONS: usize = 20_000;
/// Pages of the larger set.
const PAGES: usize = 4_000;
/// What twice the size may cost, as an exponent: n log n and some noise.
const EXPONENT: f64 = 1.3;
/// Seconds that the larger one may take.
const SECONDS: f64 = 1.0;

/// What there is many of.
#[derive(Clone, Copy)]
enum Many {
    Properties,
    ShownProperties,
    EnumMembers,
    Permissions,
    PermissionsBesideOne,
    Parameters,
    Headers,
    Operations,
    Pages,
}

const ALL: [(Many, &str, usize); 9] = [
    (Many::Properties, "properties", ROWS),
    (Many::ShownProperties, "properties, all in an example", ROWS),
    (Many::EnumMembers, "members of an enum", ROWS),
    (Many::Permissions, "rows of permissions", ROWS),
    (Many::PermissionsBesideOne, "rows of permissions that share one", ROWS),
    (Many::Parameters, "query parameters", ROWS),
    (Many::Headers, "headers", ROWS),
    (Many::Operations, "operations of a page", OPERATIONS),
    (Many::Pages, "pages of an operation", PAGES),
];

/// Prints the exponent of growth and the seconds of the larger size for each kind of thing.
pub(crate) fn bench(report: &mut Report) -> Result<()> {
    for (many, name, count) in ALL {
        let (half, whole) = (read(many, count / 2)?, read(many, count)?);
        let exponent = (whole.as_secs_f64() / half.as_secs_f64().max(f64::EPSILON)).log2();
        let detail = format!("{} / {}", show(whole), show(half));
        report.value(&format!("{count} {name}, exponent of growth"), exponent, EXPONENT, &detail);
        report.value(&format!("{count} {name}, seconds"), whole.as_secs_f64(), SECONDS, "read and all passes");
    }
    Ok(())
}

fn read(many: Many, count: usize) -> Result<Duration> {
    let folder = tempfile::tempdir()?;
    write(many, count, folder.path())?;
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(model(folder.path())?);
        Ok(start.elapsed())
    };
    median((0..RUNS).map(run).collect::<Result<Vec<_>>>()?, |time| *time)
}

/// Writes a set with `count` of something and one of all else.
fn write(many: Many, count: usize, folder: &Path) -> Result<()> {
    fs::create_dir(folder.join("api"))?;
    fs::create_dir(folder.join("resources"))?;
    let rows = |row: &dyn Fn(usize) -> String| (0..count).map(row).collect::<String>();
    let properties = match many {
        Many::Properties | Many::ShownProperties => rows(&|index| format!("|value{index}|String|A value.|\n")),
        _ => "|id|String|The key.|\n".to_owned(),
    };
    let permissions = match many {
        Many::Permissions => rows(&|index| format!("|Application|Boat{index}.Read.All|\n")),
        Many::PermissionsBesideOne => rows(&|index| format!("|Application|Boat{index}.Read.All, Harbour.Read.All|\n")),
        _ => "|Application|Boat.Read.All|\n".to_owned(),
    };
    let requests = match many {
        Many::Operations => rows(&|index| format!("GET /boats/pier{index}/{{id}}\n")),
        _ => "GET /boats/{id}\n".to_owned(),
    };
    let mut more = String::new();
    match many {
        Many::Parameters => {
            let rows = rows(&|index| format!("|value{index}|String|A value.|\n"));
            write!(more, "## Query parameters\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n{rows}\n")?;
        }
        Many::Headers => {
            let rows = rows(&|index| format!("|X-Value-{index}|A value.|\n"));
            write!(more, "## Request headers\n\n|Name|Description|\n|:--|:--|\n{rows}\n")?;
        }
        _ => {}
    }
    let shown = match many {
        Many::ShownProperties => rows(&|index| format!("  \"value{index}\": \"a\",\n")),
        _ => String::new(),
    };
    let members = match many {
        Many::EnumMembers => {
            let rows = rows(&|index| format!("|member{index}|{index}|A member.|\n"));
            format!("\n### color values\n\n|Member|Value|Description|\n|:--|:--|:--|\n{rows}")
        }
        _ => String::new(),
    };
    let page = format!(
        "---\ntitle: \"Get boat\"\ndoc_type: apiPageType\n---\n\n# Get boat\n\nNamespace: microsoft.graph\n\nGets a boat.\n\n\
         ## Permissions\n\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n{permissions}\n\
         ## HTTP request\n\n```http\n{requests}```\n\n{more}## Request body\n\nDon't supply a request body.\n\n\
         ## Response\n\nIf successful, this method returns a `200 OK` response code and a [boat](../resources/boat.md) \
         object in the response body.\n\n## Example\n\n<!-- {{ \"blockType\": \"request\", \"name\": \"get_boat\" }} -->\n\
         ```http\nGET https://graph.microsoft.com/v1.0/boats/1\n```\n\n\
         <!-- {{ \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.boat\" }} -->\n```http\n\
         HTTP/1.1 200 OK\nContent-type: application/json\n\n{{\n{shown}  \"id\": \"1\"\n}}\n```\n"
    );
    let pages = if matches!(many, Many::Pages) { count } else { 1 };
    for index in 0..pages {
        fs::write(folder.join("api").join(format!("boat-get-{index}.md")), &page)?;
    }
    let resource = format!(
        "---\ntitle: \"boat resource type\"\ndoc_type: resourcePageType\n---\n\n# boat resource type\n\n\
         Namespace: microsoft.graph\n\nA boat.\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n\
         {properties}{members}"
    );
    fs::write(folder.join("resources").join("boat.md"), resource)?;
    Ok(())
}
