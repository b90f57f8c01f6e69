/// Swift's case names as stable codes: `unsupportedURI` is `unsupported_uri`.
enum SnakeCase {
    static func name(of text: String) -> String {
        var name = ""
        var followsSmall = false
        for letter in text {
            if letter.isUppercase, followsSmall { name += "_" }
            followsSmall = !letter.isUppercase
            name += letter.lowercased()
        }
        return name
    }
}
