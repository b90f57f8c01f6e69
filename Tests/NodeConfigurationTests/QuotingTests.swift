import NodeConfiguration
import Testing

@Suite("Values are quoted as in a shell")
struct QuotingTests {
    /// What stands behind `log_directory=`, and the path it gives; absolute so that any text is
    /// valid.
    static let values: [(written: String, value: String)] = [
        ("/a", "/a"),
        ("/a/", "/a/"),
        ("'/a b'", "/a b"),
        ("\"/a b\"", "/a b"),
        ("/a'b c'\"d e\"f", "/ab cd ef"),
        ("'/a'\"'\"'b'", "/a'b"),
        ("/a\\ b", "/a b"),
        ("/a\\'b", "/a'b"),
        ("/a\\$b", "/a$b"),
        ("'/a$b`c`'", "/a$b`c`"),
        ("\"/a\\$b\\`c\\\"d\\\\e\"", "/a$b`c\"d\\e"),
        ("\"/a\\nb\"", "/a\\nb"),
        ("'/a\\'", "/a\\"),
        ("/a#b", "/a#b"),
        ("/a # comment", "/a"),
        ("/a\t# \"comment", "/a"),
        ("'/a # b' # comment", "/a # b"),
        ("/a   ", "/a"),
        ("/a=b", "/a=b"),
        ("'/a;b&c|d<e>f(g)'", "/a;b&c|d<e>f(g)"),
        ("''/a", "/a"),
        ("/é'ü'\\ö", "/éüö"),
    ]

    @Test("A quoted value is what a shell would make of it", arguments: values)
    func value(written: String, value: String) {
        let fixture = ConfigurationFixture(userSettings: "log_directory=\(written)\n")
        let loaded = fixture.directory.load()
        #expect(loaded.settings?.logDirectory == value)
        #expect(loaded.mistakes == [])
    }

    static let layouts = [
        "log_level=4", "log_level=4\n", "  log_level=4\n", "\tlog_level=4\n",
        "export log_level=4\n",
        "export\t log_level=4\n", "# comment\n\nlog_level=4\n\n", "log_level=4\r\n",
        "\r\nlog_level=4\r\n# a\r\n",
        "\u{FEFF}log_level=4\n", "log_level=3\nlog_level=4\n",
    ]

    @Test(
        "Blank lines, comments, export, line ends and a later line are as in a shell",
        arguments: layouts)
    func layout(text: String) {
        let fixture = ConfigurationFixture(userSettings: text)
        let loaded = fixture.directory.load()
        #expect(loaded.settings?.logVerbosity == .verbose)
        #expect(loaded.mistakes == [])
    }

    static let faults: [(line: String, report: String)] = [
        ("log_level=\"4", "the quote \" is not closed on its line. Add the closing \"."),
        ("log_level='4", "the quote ' is not closed on its line. Add the closing '."),
        ("log_level=\"4\\", "the quote \" is not closed on its line. Add the closing \"."),
        ("log_level", "\"log_level\" has no \"=\". Write NAME=VALUE, or # before a comment."),
        (
            "if true; then",
            "\"if true; then\" has no \"=\". Write NAME=VALUE, or # before a comment."
        ),
        (
            "export log_level",
            "\"log_level\" has no \"=\". Write NAME=VALUE, or # before a comment."
        ),
        (
            "log level=4",
            "\"log level\" cannot be the name of an option."
                + " Use letters, digits and _, with no digit first."
        ),
        (
            "4level=4",
            "\"4level\" cannot be the name of an option."
                + " Use letters, digits and _, with no digit first."
        ),
        (
            "=4",
            "\"\" cannot be the name of an option. Use letters, digits and _, with no digit first."
        ),
        (
            "log-level=4",
            "\"log-level\" cannot be the name of an option."
                + " Use letters, digits and _, with no digit first."
        ),
        (
            "log_level =4",
            "there is a space beside the \"=\". Write NAME=VALUE without spaces beside the \"=\"."
        ),
        (
            "log_level= 4",
            "there is a space beside the \"=\". Write NAME=VALUE without spaces beside the \"=\"."
        ),
        (
            "log_level=$L",
            "$ would be expanded by a shell, and is not here."
                + " Write the value itself, or put it in single quotes if it is meant as it stands."
        ),
        (
            "log_level=\"${L}\"",
            "$ would be expanded by a shell, and is not here."
                + " Write the value itself, or put it in single quotes if it is meant as it stands."
        ),
        (
            "log_level=`echo 4`",
            "` would be expanded by a shell, and is not here."
                + " Write the value itself, or put it in single quotes if it is meant as it stands."
        ),
        (
            "log_level=~",
            "~ would be expanded by a shell, and is not here."
                + " Write the value itself, or put it in single quotes if it is meant as it stands."
        ),
        (
            "log_level=4\\",
            "the line ends in a backslash, and values cannot go on in the next line."
                + " Write the whole value on one line."
        ),
        ("log_level=4;", "; without quotes ends a value. Put the value in quotes."),
        ("log_level=4&", "& without quotes ends a value. Put the value in quotes."),
        (
            "log_level=4 5",
            "\"5\" follows the value. Put the value in quotes if it contains spaces;"
                + " write one NAME=VALUE a line."
        ),
        (
            "log_level=4 sip_port=9",
            "\"sip_port=9\" follows the value. Put the value in quotes if it contains"
                + " spaces; write one NAME=VALUE a line."
        ),
    ]

    @Test(
        "A line that is no assignment is named with its remedy, and the others count",
        arguments: faults)
    func fault(line: String, report: String) {
        let fixture = ConfigurationFixture(userSettings: "# first\n\(line)\nsip_port=5070\n")
        let loaded = fixture.directory.load()
        #expect(loaded.mistakeLines(fixture) == ["user_settings:2: \(report)"])
        #expect(loaded.settings?.sipPort == 5070)
        #expect(loaded.settings?.logVerbosity == .status)
    }

    @Test("Control characters of a file do not reach the report")
    func controlCharacters() {
        let fixture = ConfigurationFixture(userSettings: "a\u{1B}[2J\rb\n")
        #expect(
            fixture.directory.load().mistakeLines(fixture) == [
                "user_settings:1: \"a\\u{1b}[2J\\u{d}b\" has no \"=\". Write NAME=VALUE, or #"
                    + " before a comment."
            ])
    }
}
