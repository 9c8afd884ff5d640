//! Input made to overflow stacks or to take for ever. The tests pass when they end.

use docbind_parser::lower::{SetContext, lower};
use docbind_parser::parse;

fn read(text: &str) {
    let (page, _) = parse("api/a.md".into(), text, &());
    lower(&page, &SetContext::default());
}

#[test]
fn deep_nesting() {
    for unit in ["> ", "[", "- ", "1. ", "![", "**a ", "<b>", "{\"a\":", "("] {
        read(&unit.repeat(20_000));
        read(&format!("|a|b|\n|-|-|\n|{}|\n", unit.repeat(20_000)));
        read(&format!("<!-- {{ {} -->\n```http\nPOST /a\n\n{}\n```\n", unit.repeat(20_000), unit.repeat(20_000)));
    }
}

#[test]
fn many_openings_without_ends() {
    let units = [
        "<!--",
        "<!-- {",
        "<!-- {\n",
        "```a\n## b\n",
        ":::zone pivot=\"a\"\n",
        "[!INCLUDE [a](",
        "[a](<",
        "[a](b \"",
        "`a``b",
        "|a\n|b\n",
        "[a]: b\n",
        "\u{2018}a\n",
        "<a name='x'>\n",
        "<![CDATA[",
    ];
    for unit in units {
        read(&unit.repeat(8_000));
        read(&format!("# A\n\n|a|b|\n|-|-|\n{}", unit.repeat(8_000)));
    }
}

/// Pages are cut, spliced and flipped at every kind of place; nothing may panic.
#[test]
fn mutations() {
    let page = "---\ntitle: é\n---\n# Añ b\n\n<!-- { \"blockType\": \"request\", } -->\n# [HTTP](#tab/http)\n```http\nPOST /a\n\n{ \"é\": [1, ], }\n```\n\
                ---\n\n:::zone pivot=\"v\"\n|a|b|\n|-|-|\n|`x|y`\u{A0}|[ü][] \\|\nz|\n:::zone-end\n\n> [!NOTE]\n> - é\n>   ```\n>   x\n>   ```\n\n\
                [!INCLUDE [a](../b.md)] x <!-- é --> y\n\n[ü]: c.md\n<!-- {\n";
    let characters: Vec<char> = page.chars().collect();
    let mut seed = 1_u64;
    let mut next = |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % limit
    };
    for _ in 0..3_000 {
        let mut mutated = characters.clone();
        for _ in 0..1 + next(4) {
            let at = next(mutated.len());
            match next(4) {
                0 => mutated.truncate(at.max(1)),
                1 => {
                    let from = next(mutated.len());
                    let piece: Vec<char> = mutated.iter().skip(from).take(next(60)).copied().collect();
                    mutated.splice(at..at, piece);
                }
                2 => {
                    mutated.remove(at);
                    mutated.push('\n');
                }
                _ => mutated[at] = ['`', '|', '<', '\n', '{', '"', '[', '>', 'é', '\\'][next(10)],
            }
        }
        read(&mutated.into_iter().collect::<String>());
    }
}
