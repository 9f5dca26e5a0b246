"""This module holds how SQL and the common migration tools write an operation that loses or rewrites data."""

import re

from reviewer.change.late import compile_late

NAME = r"[`\"\[]?([\w.]+)[`\"\]]?"
_NO_COLUMN = r"(?:CONSTRAINT|INDEX|KEY|UNIQUE|PRIMARY|FOREIGN|CHECK|FULLTEXT|SPATIAL|PARTITION)\b"
_COLUMN = r"[`\"\[]?(\w+)[`\"\]]?"
_TABLE = rf"ALTER\s+TABLE\s+(?:ONLY\s+)?(?:IF\s+EXISTS\s+)?{NAME}"
# What may stand between the table and a later part of the same statement.
_REST = r"[^;]{0,400}?"
_LINE = r"(?:(?!\bALTER\s)[^;]){0,400}?"
# Kind, what is shown (the groups fill it), pattern.
STATEMENTS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, what, compile_late(pattern, re.IGNORECASE))
    for kind, what, pattern in (
        ("data-dropped", "drops table {0}", rf"\bDROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?{NAME}"),
        ("data-dropped", "drops schema {0}", rf"\bDROP\s+(?:SCHEMA|DATABASE)\s+(?:IF\s+EXISTS\s+)?{NAME}"),
        (
            "data-dropped",
            "drops column {1} of {0}",
            rf"\b{_TABLE}{_LINE}\bDROP\s+COLUMN\s+(?:IF\s+EXISTS\s+)?{_COLUMN}",
        ),
        ("data-dropped", "empties {0}", rf"\bTRUNCATE\s+(?:TABLE\s+)?{NAME}\s*(?:;|$|CASCADE|RESTART)"),
        ("data-dropped", "deletes every row of {0}", rf"\bDELETE\s+FROM\s+{NAME}\s*(?:;|$|[\"')])"),
        ("schema-changed", "renames {0} to {1}", rf"\b{_TABLE}\s+RENAME\s+TO\s+{NAME}"),
        ("schema-changed", "renames {1} of {0} to {2}", rf"\b{_TABLE}\s+RENAME\s+COLUMN\s+{_COLUMN}\s+TO\s+{_COLUMN}"),
        (
            "schema-changed",
            "changes the type of {1} in {0}",
            rf"\b{_TABLE}{_REST}\bALTER\s+COLUMN\s+{_COLUMN}\s+(?:SET\s+DATA\s+)?TYPE\b",
        ),
        ("schema-changed", "changes the type of {1} in {0}", rf"\b{_TABLE}{_LINE}\bMODIFY\s+(?:COLUMN\s+)?{_COLUMN}\s"),
        (
            "schema-changed",
            "makes {1} of {0} NOT NULL",
            rf"\b{_TABLE}{_REST}\bALTER\s+COLUMN\s+{_COLUMN}\s+SET\s+NOT\s+NULL",
        ),
        (
            "schema-changed",
            "adds {1} to {0} as NOT NULL without a default",
            (
                rf"\b{_TABLE}\s+ADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(?!{_NO_COLUMN}){_COLUMN}"
                r"(?![^,;]*\b(?:DEFAULT|GENERATED)\b)[^,;]{0,200}?\bNOT\s+NULL\b"
            ),
        ),
    )
)
_ARG = r"\s*\(?\s*(?:\w+\s*[=:]\s*)?(?:table_name=|table\s*:\s*)?[:\"'`]([\w.]+)[\"'`]?"
_NEXT = r"\s*,\s*(?:\w+\s*[=:]\s*)?[:\"'`]([\w.]+)[\"'`]?"
CALLS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (kind, what, compile_late(pattern))
    for kind, what, pattern in (
        (
            "data-dropped",
            "drops table {0}",
            rf"\b(?:op|knex\.schema|queryInterface|queryRunner|schema)\.dropTable(?:IfExists)?{_ARG}",
        ),
        (
            "data-dropped",
            "drops table {0}",
            rf"\b(?:drop_table|Schema::drop(?:IfExists)?|migrationBuilder\.DropTable){_ARG}",
        ),
        (
            "data-dropped",
            "drops column {1} of {0}",
            rf"\b(?:op\.drop_column|remove_column|remove_columns|removeColumn|queryRunner\.dropColumn){_ARG}{_NEXT}",
        ),
        (
            "data-dropped",
            "drops column {0}",
            rf"(?:\bbatch_op\.drop_column|\btable\w*\.dropColumns?|\$table->dropColumn){_ARG}",
        ),
        ("data-dropped", "drops column {0} of {1}", rf"\bmigrationBuilder\.DropColumn{_ARG}{_NEXT}"),
        ("data-dropped", "removes field {1} of {0}", rf"\bmigrations\.RemoveField{_ARG}{_NEXT}"),
        ("data-dropped", "removes model {0}", rf"\bmigrations\.DeleteModel{_ARG}"),
        (
            "data-dropped",
            "drops column {1} of {0}",
            r"<dropColumn\b[^>]*\btableName=\"(\w+)\"[^>]*\bcolumnName=\"(\w+)\"",
        ),
        (
            "data-dropped",
            "drops column {1} of {0}",
            r"<dropColumn\b[^>]*\bcolumnName=\"(?P<b>\w+)\"[^>]*\btableName=\"(?P<a>\w+)\"",
        ),
        ("data-dropped", "drops table {0}", r"<dropTable\b[^>]*\btableName=\"(\w+)\""),
        (
            "schema-changed",
            "renames column {1} of {0}",
            r"<renameColumn\b[^>]*\btableName=\"(\w+)\"[^>]*\boldColumnName=\"(\w+)\"",
        ),
        ("schema-changed", "renames field {1} of {0}", rf"\bmigrations\.RenameField{_ARG}{_NEXT}"),
        ("schema-changed", "renames model {0}", rf"\bmigrations\.RenameModel{_ARG}"),
        ("schema-changed", "renames table {0} to {1}", rf"\b(?:op\.)?(?:rename_table|renameTable){_ARG}{_NEXT}"),
        (
            "schema-changed",
            "renames column {1} of {0}",
            rf"\b(?:rename_column|queryInterface\.renameColumn|queryRunner\.renameColumn){_ARG}{_NEXT}",
        ),
        ("schema-changed", "renames column {0} to {1}", rf"(?:\btable\w*\.|\$table->)renameColumn{_ARG}{_NEXT}"),
        ("schema-changed", "makes {1} of {0} NOT NULL", rf"\bop\.alter_column{_ARG}{_NEXT}(?=[^)]*nullable=False)"),
        ("schema-changed", "makes {1} of {0} NOT NULL", rf"\bchange_column_null{_ARG}{_NEXT}(?=\s*,\s*false)"),
        (
            "schema-changed",
            "changes the type of {1} in {0}",
            rf"\b(?:op\.alter_column{_ARG}{_NEXT}(?=[^)]*\btype_=)|change_column{_ARG}{_NEXT})",
        ),
        (
            "schema-changed",
            "adds {1} to {0} as NOT NULL without a default",
            (
                rf"\bop\.add_column{_ARG}\s*,\s*sa\.Column\(\s*[\"'](\w+)[\"']"
                r"(?=(?:(?!\bop\.)[\s\S]){0,300}?nullable=False)(?!(?:(?!\bop\.)[\s\S]){0,300}?server_default)"
            ),
        ),
    )
)
