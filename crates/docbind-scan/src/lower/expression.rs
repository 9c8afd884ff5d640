//! Expressions, patterns, and the inside of macros.

use std::sync::Arc;

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Lit, Member, Pat, Stmt, Token};

use super::item::parts;
use super::{Lower, name, path, ty};
use crate::source::{Expr, Name, Pattern, Statement, Type};

impl Lower {
    pub(super) fn block(&mut self, block: syn::Block) -> Expr {
        let mut statements = Vec::with_capacity(block.stmts.len());
        for statement in block.stmts {
            match statement {
                Stmt::Local(local) => {
                    let pattern = self.pattern(&local.pat);
                    let (init, otherwise) = match local.init {
                        Some(init) => {
                            let otherwise = init.diverge.map(|(_, expr)| self.expr(*expr));
                            (Some(self.expr(*init.expr)), otherwise)
                        }
                        None => (None, None),
                    };
                    statements.push(Statement::Let(pattern, init, otherwise));
                }
                Stmt::Item(item) => self.item(item),
                Stmt::Expr(expr, semicolon) => statements.push(Statement::Expr(self.expr(expr), semicolon.is_some())),
                Stmt::Macro(statement) => {
                    let expr = self.invocation(statement.mac);
                    statements.push(Statement::Expr(expr, statement.semi_token.is_some()));
                }
            }
        }
        Expr::Block(statements)
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = syn::Expr>) -> Vec<Expr> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn boxed(&mut self, expr: syn::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    pub(super) fn expr(&mut self, expr: syn::Expr) -> Expr {
        match expr {
            syn::Expr::Array(array) => Expr::List(self.exprs(array.elems)),
            syn::Expr::Assign(assign) => Expr::Assign(self.boxed(*assign.left), self.boxed(*assign.right)),
            syn::Expr::Async(block) => self.block(block.block),
            syn::Expr::Await(wait) => self.expr(*wait.base),
            syn::Expr::Binary(binary) => {
                let both = [*binary.left, *binary.right];
                parts(self.exprs(both))
            }
            syn::Expr::Block(block) => self.block(block.block),
            syn::Expr::Break(leave) => parts(self.exprs(leave.expr.map(|expr| *expr))),
            syn::Expr::Call(call) => {
                let function = self.boxed(*call.func);
                Expr::Call { function, arguments: self.exprs(call.args) }
            }
            syn::Expr::Cast(cast) => {
                let of = ty::ty(&cast.ty);
                let value = self.expr(*cast.expr);
                Expr::Block(vec![Statement::Expr(value, true), Statement::Expr(Expr::Cast(of), false)])
            }
            syn::Expr::Closure(closure) => {
                let parameters = closure.inputs.iter().map(|input| self.parameter(input)).collect();
                let output = match &closure.output {
                    syn::ReturnType::Default => Type::Inferred,
                    output => ty::output(output),
                };
                Expr::Closure { parameters, output, body: Arc::new(self.expr(*closure.body)) }
            }
            syn::Expr::Const(block) => self.block(block.block),
            syn::Expr::Field(field) => {
                let of = match &field.member {
                    Member::Named(ident) => name(ident),
                    Member::Unnamed(index) => name(&index.index),
                };
                Expr::Field(self.boxed(*field.base), of)
            }
            syn::Expr::ForLoop(repeat) => {
                let pattern = self.pattern(&repeat.pat);
                let over = self.boxed(*repeat.expr);
                Expr::Loop { pattern, over, body: Box::new(self.block(repeat.body)) }
            }
            syn::Expr::Group(group) => self.expr(*group.expr),
            syn::Expr::If(choice) => {
                let condition = self.expr(*choice.cond);
                let mut ways = vec![self.block(choice.then_branch)];
                ways.extend(choice.else_branch.map(|(_, expr)| self.expr(*expr)));
                Expr::Block(vec![Statement::Expr(condition, true), Statement::Expr(Expr::Either(ways), false)])
            }
            syn::Expr::Index(index) => {
                let inner = self.expr(*index.index);
                let of = Expr::Index(self.boxed(*index.expr));
                Expr::Block(vec![Statement::Expr(inner, true), Statement::Expr(of, false)])
            }
            syn::Expr::Let(condition) => {
                let pattern = self.pattern(&condition.pat);
                Expr::Let(pattern, self.boxed(*condition.expr))
            }
            syn::Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Expr::Text(text.value()),
                _ => parts(Vec::new()),
            },
            syn::Expr::Loop(repeat) => parts(vec![self.block(repeat.body)]),
            syn::Expr::Macro(invocation) => self.invocation(invocation.mac),
            syn::Expr::Match(choice) => {
                let value = self.boxed(*choice.expr);
                let mut arms = Vec::with_capacity(choice.arms.len());
                for arm in choice.arms {
                    let pattern = self.pattern(&arm.pat);
                    let guard = match arm.pat {
                        Pat::Guard(guard) => Some(self.expr(*guard.guard)),
                        _ => None,
                    };
                    let body = self.expr(*arm.body);
                    let body = match guard {
                        Some(guard) => Expr::Block(vec![Statement::Expr(guard, true), Statement::Expr(body, false)]),
                        None => body,
                    };
                    arms.push((pattern, body));
                }
                Expr::Match(value, arms)
            }
            syn::Expr::MethodCall(call) => {
                let receiver = self.boxed(*call.receiver);
                let line = self.line(call.method.span());
                Expr::Method { receiver, name: name(&call.method), line, arguments: self.exprs(call.args) }
            }
            syn::Expr::Paren(paren) => self.expr(*paren.expr),
            syn::Expr::Path(of) => match of.qself {
                // `<T>::f` is `T::f`; `<T as Trait>::f` too.
                Some(qself) => match ty::ty(&qself.ty) {
                    Type::Path(mut front, _) => {
                        front.extend(of.path.segments.iter().skip(qself.position).map(|segment| name(&segment.ident)));
                        Expr::Path(front, self.line(of.path.span()))
                    }
                    _ => parts(Vec::new()),
                },
                None => {
                    let line = of.path.segments.last().map_or(0, |last| self.line(last.ident.span()));
                    Expr::Path(path(&of.path), line)
                }
            },
            syn::Expr::Range(range) => {
                let ends = [range.start, range.end];
                parts(self.exprs(ends.into_iter().flatten().map(|end| *end)))
            }
            syn::Expr::RawAddr(address) => self.expr(*address.expr),
            syn::Expr::Reference(reference) => self.expr(*reference.expr),
            syn::Expr::Repeat(repeat) => Expr::List(vec![self.expr(*repeat.expr)]),
            syn::Expr::Return(leave) => match leave.expr {
                Some(expr) => Expr::Return(self.boxed(*expr)),
                None => parts(Vec::new()),
            },
            syn::Expr::Struct(item) => {
                let mut fields = Vec::new();
                for field in item.fields {
                    let of = match &field.member {
                        Member::Named(ident) => name(ident),
                        Member::Unnamed(index) => name(&index.index),
                    };
                    fields.push((of, self.expr(field.expr)));
                }
                Expr::Struct(path(&item.path), fields)
            }
            syn::Expr::Try(attempt) => Expr::Try(self.boxed(*attempt.expr)),
            syn::Expr::TryBlock(block) => self.block(block.block),
            syn::Expr::Tuple(tuple) => Expr::Tuple(self.exprs(tuple.elems)),
            syn::Expr::Unary(unary) => self.expr(*unary.expr),
            syn::Expr::Unsafe(block) => self.block(block.block),
            syn::Expr::While(repeat) => {
                let condition = self.expr(*repeat.cond);
                let body = self.block(repeat.body);
                Expr::Block(vec![Statement::Expr(condition, true), Statement::Expr(parts(vec![body]), false)])
            }
            syn::Expr::Yield(give) => parts(self.exprs(give.expr.map(|expr| *expr))),
            _ => parts(Vec::new()),
        }
    }

    fn parameter(&mut self, pattern: &Pat) -> (Pattern, Type) {
        match pattern {
            Pat::Type(typed) => (self.pattern(&typed.pat), ty::ty(&typed.ty)),
            pattern => (self.pattern(pattern), Type::Inferred),
        }
    }

    pub(super) fn pattern(&mut self, pattern: &Pat) -> Pattern {
        let all = |lower: &mut Self, list: &mut dyn Iterator<Item = &Pat>| -> Vec<Pattern> {
            list.map(|pattern| lower.pattern(pattern)).collect()
        };
        match pattern {
            Pat::Guard(guard) => self.pattern(&guard.pat),
            Pat::Ident(ident) => match &ident.subpat {
                Some((_, inner)) => Pattern::Several(vec![Pattern::Name(name(&ident.ident)), self.pattern(inner)]),
                None => Pattern::Name(name(&ident.ident)),
            },
            Pat::Or(or) => Pattern::Several(all(self, &mut or.cases.iter())),
            Pat::Paren(paren) => self.pattern(&paren.pat),
            Pat::Reference(reference) => self.pattern(&reference.pat),
            Pat::Slice(slice) => Pattern::List(all(self, &mut slice.elems.iter())),
            Pat::Tuple(tuple) => Pattern::Tuple(all(self, &mut tuple.elems.iter())),
            Pat::TupleStruct(item) => {
                let last = item.path.segments.last().map_or_else(|| Name::from(""), |last| name(&last.ident));
                Pattern::TupleStruct(last, all(self, &mut item.elems.iter()))
            }
            Pat::Struct(item) => {
                let last = item.path.segments.last().map_or_else(|| Name::from(""), |last| name(&last.ident));
                let field = |field: &syn::FieldPat| {
                    let of = match &field.member {
                        Member::Named(ident) => name(ident),
                        Member::Unnamed(index) => name(&index.index),
                    };
                    (of, self.pattern(&field.pat))
                };
                let fields = item.fields.iter().map(field).collect();
                Pattern::Struct(last, fields)
            }
            Pat::Type(typed) => Pattern::Typed(Box::new(self.pattern(&typed.pat)), ty::ty(&typed.ty)),
            _ => Pattern::Other,
        }
    }

    /// A call of a macro: what it is given is read as expressions, as most macros take it.
    pub(super) fn invocation(&mut self, invocation: syn::Macro) -> Expr {
        let called = invocation.path.segments.last().map_or_else(|| Name::from(""), |last| name(&last.ident));
        let at = self.line(invocation.path.span());
        let tokens = invocation.tokens;
        if &*called == "format"
            && let Some(first) = expressions(tokens.clone()).and_then(|list| list.into_iter().next())
            && let syn::Expr::Lit(literal) = first
            && let Lit::Str(text) = literal.lit
        {
            return Expr::Format(text.value());
        }
        let text = tokens.to_string();
        let mut found = Vec::new();
        self.inside(tokens, &mut found);
        Expr::Macro { name: called, line: at, text, parts: found }
    }

    /// The expressions among tokens: as a list, as statements, or those that stand in `name = expression,` and in
    /// `pattern = expression => expression`.
    fn inside(&mut self, tokens: TokenStream, found: &mut Vec<Expr>) {
        if let Some(list) = expressions(tokens.clone()) {
            found.extend(self.exprs(list));
            return;
        }
        if let Ok(statements) = syn::Block::parse_within.parse2(tokens.clone()) {
            let block = syn::Block { brace_token: syn::token::Brace::default(), stmts: statements };
            found.push(self.block(block));
            return;
        }
        let mut run = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        let mut pieces = Vec::new();
        while let Some(token) = tokens.next() {
            let ends = match &token {
                proc_macro2::TokenTree::Punct(sign) => match sign.as_char() {
                    ',' | ';' => true,
                    '=' => {
                        let arrow =
                            matches!(tokens.peek(), Some(proc_macro2::TokenTree::Punct(next)) if next.as_char() == '>');
                        if arrow {
                            tokens.next();
                        }
                        true
                    }
                    _ => false,
                },
                _ => false,
            };
            if ends {
                pieces.push(std::mem::take(&mut run));
            } else {
                run.extend([token]);
            }
        }
        pieces.push(run);
        if pieces.len() > 1 {
            for piece in pieces {
                self.inside(piece, found);
            }
        }
    }
}

fn expressions(tokens: TokenStream) -> Option<Punctuated<syn::Expr, Token![,]>> {
    Punctuated::<syn::Expr, Token![,]>::parse_terminated.parse2(tokens).ok()
}
