import { describe, expect, jest, test } from "@jest/globals";
import { parseJson } from "../../src/cli/parse-json.js";

function messageFor(text: string): string {
  try {
    parseJson(text, "r.json");
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It parsed.");
}

test("a text that cannot be parsed for another reason than a fault is told with this reason", () => {
  const parse = jest.spyOn(JSON, "parse").mockImplementation(() => { throw new RangeError("too much"); });
  const message = messageFor("[1]");
  parse.mockRestore();
  expect(message).toBe("r.json is not JSON: too much.");
});

test("JSON that parses is what JSON.parse makes of it", () => {
  expect(parseJson('{"a": [1, "b", null]}', "r.json")).toEqual({ a: [1, "b", null] });
});

describe("JSON that does not parse", () => {
  test.each([
    ["nothing", "", "line 1, column 1: The text ends before its first value."],
    ["white space", " \n ", "line 2, column 2: The text ends before its first value."],
    ["NaN", '{\n  "dropout": NaN\n}', "line 2, column 14: JSON has no NaN or Infinity; give a finite number, or leave the key out."],
    ["minus infinity", "[1, -Infinity]", "line 1, column 5: JSON has no NaN or Infinity; give a finite number, or leave the key out."],
    ["an infinity with a sign, as C prints it", "[+inf]", "line 1, column 2: JSON has no NaN or Infinity; give a finite number, or leave the key out."],
    ["None", '{"a": None}', "line 1, column 7: Write null in lower case, or leave the key out."],
    ["undefined", "[undefined]", "line 1, column 2: Write null in lower case, or leave the key out."],
    ["nil", "nil", "line 1, column 1: Write null in lower case, or leave the key out."],
    ["NULL", "NULL", "line 1, column 1: Write null in lower case, or leave the key out."],
    ["True", '{"a": True}', "line 1, column 7: Write true and false in lower case."],
    ["a number without a first digit", "[.5]", "line 1, column 2: This is no JSON number; write numbers such as 10, -0.5 and 1e-3."],
    ["a number with a leading zero", "[007]", "line 1, column 2: This is no JSON number; write numbers such as 10, -0.5 and 1e-3."],
    ["a number in the wrong notation", "[1_000]", "line 1, column 2: This is no JSON number; write numbers such as 10, -0.5 and 1e-3."],
    ["a number with a plus", "[+1]", "line 1, column 2: This is no JSON number; write numbers such as 10, -0.5 and 1e-3."],
    ["two signs", "[+-]", "line 1, column 2: This is no JSON number; write numbers such as 10, -0.5 and 1e-3."],
    ["a lone minus", "[-]", "line 1, column 2: This is no JSON number; write numbers such as 10, -0.5 and 1e-3."],
    ["a bare word", '{"kind": hyperfan}', "line 1, column 10: Put text in double quotes."],
    ["a bare word that starts like another", "[Nonesuch, 1]", "line 1, column 2: Put text in double quotes."],
    ["a bare word that ends like another", "[banNaN, 1]", "line 1, column 2: Put text in double quotes."],
    ["a bare word that is neither null nor None", "[is_none]", "line 1, column 2: Put text in double quotes."],
    ["a bare word that starts like true", "[trueish]", "line 1, column 2: Put text in double quotes."],
    ["a bare word that ends like true", "[untrue]", "line 1, column 2: Put text in double quotes."],
    ["a bare word that starts like infinity", "[infinite]", "line 1, column 2: Put text in double quotes."],
    ["a bare word with a digit", "[a1]", "line 1, column 2: Put text in double quotes."],
    ["a bare word with a hyphen", "[a-]", "line 1, column 2: Put text in double quotes."],
    ["a word that starts with a sign", "[-a]", "line 1, column 2: Give a value or ] before -a."],
    ["a bare key", "{kind: 1}", "line 1, column 2: Put the key in double quotes instead of kind."],
    ["a second bare key", '{"a": 1, kind: 1}', "line 1, column 10: Put the key in double quotes instead of kind."],
    ["single quotes", "{'kind': 1}", 'line 1, column 2: Put keys and text in double quotes (").'],
    ["typographic quotes", "{“kind”: 1}", 'line 1, column 2: Put keys and text in double quotes (").'],
    ["a quote after a value", '{"a": 1 \'b\': 2}', 'line 1, column 9: Put keys and text in double quotes (").'],
    ["a sign that JSON has not", "[1, @]", "line 1, column 5: Give a value before @."],
    ["a sign of two code units", "[😀]", "line 1, column 2: Give a value or ] before 😀."],
    ["a sign in place of a key", "{@}", "line 1, column 2: Put the key in double quotes instead of @."],
    ["a comment", '{\n  // why\n  "a": 1\n}', "line 2, column 3: JSON has no comments; remove this one."],
    ["a trailing comma in an object", '{\n  "a": 1,\n}', "line 3, column 1: Remove the comma before this }."],
    ["a trailing comma in a list", "[1, 2,]", "line 1, column 7: Remove the comma before this ]."],
    ["a comma too many", "[1,,2]", "line 1, column 4: Give a value before ,."],
    ["a comma first", "[,1]", "line 1, column 2: Give a value or ] before ,."],
    ["no value", '{"a": }', "line 1, column 7: Give a value before }."],
    ["no colon", '{"a" 1}', "line 1, column 6: Put a colon between the key and 1."],
    ["no comma in an object", '{"a": 1\n "b": 2}', 'line 2, column 2: Put a comma or } before "b".'],
    ["no comma in a list", "[1 2]", "line 1, column 4: Put a comma or ] before 2."],
    ["the wrong bracket", '{"a": [1}', "line 1, column 9: Put a comma or ] before }."],
    ["two values", '{"a": 1}\n{"a": 2}', "line 2, column 1: Remove { and all that follows it; one JSON value is enough."],
    ["a long second value", '1 "abcdefghijklmnopqrstuvwxyz"', 'line 1, column 3: Remove "abcdefghijklmnopqrs… and all that follows it; one JSON value is enough.'],
    ["a second value of 20 characters", '1 "abcdefghijklmnopqr"', 'line 1, column 3: Remove "abcdefghijklmnopqr" and all that follows it; one JSON value is enough.'],
    ["a comment behind a value", "1 # one", "line 1, column 3: JSON has no comments; remove this one."],
    ["an unclosed string", '{"a": "b\n}', "line 1, column 7: Close this string with a double quote; a line break inside one is written \\n."],
    ["a string cut off", '{"a": "b', "line 1, column 7: Close this string with a double quote; a line break inside one is written \\n."],
    ["a tab in a string", '["a\tb"]', "line 1, column 4: Write a tab inside a string as \\t, and other control characters as \\u and four hexadecimal digits."],
    ["a bare backslash", '["C:\\data"]', "line 1, column 5: Write a backslash inside a string as two, \\\\."],
    ["an escape that JSON has not", '["\\x41"]', "line 1, column 3: Write a backslash inside a string as two, \\\\."],
    ["half an escape", '["\\u12"]', "line 1, column 3: Write a backslash inside a string as two, \\\\."],
    ["a string cut off by a carriage return", '"a\r\nb"', "line 1, column 1: Close this string with a double quote; a line break inside one is written \\n."],
    ["an end in an object", '{\n  "a": [1],\n  "b":', "line 3, column 7: The text ends too early; close the { of line 1, or get the whole file."],
    ["an end in a list", '{\n  "a": [\n', "line 3, column 1: The text ends too early; close the [ of line 2, or get the whole file."],
    ["an invisible character", "[\u00a0]", "line 1, column 2: Remove the invisible character here, such as a no-break space or a byte order mark."],
  ])("is told with line, column and remedy: %s", (_what, text, message) => {
    expect(messageFor(text)).toBe(`r.json, ${message}`);
  });

  test("is told with columns in characters and lines by line feeds", () => {
    expect(messageFor('{\r\n"é😀": x}')).toBe("r.json, line 2, column 7: Put text in double quotes.");
  });

  test("may be nested as deeply as is allowed at all", () => {
    expect(messageFor("[".repeat(1e4))).toBe("r.json, line 1, column 10001: The text ends too early; close the [ of line 1, or get the whole file.");
  });
});

describe("JSON that is nested too deep", () => {
  test("is refused before JSON.parse sees it", () => {
    const parse = jest.spyOn(JSON, "parse");
    expect(messageFor("[".repeat(1e6))).toBe("r.json: Expected brackets in brackets at most 10000 deep; got 1000000.");
    expect(messageFor(`${"[".repeat(10_001)}${"]".repeat(10_001)}`)).toContain("got 10001.");
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test("is none where brackets are in strings, or beside each other", () => {
    const value = { "[{": '["'.repeat(1e4), list: Array.from({ length: 2e4 }, () => [{}]) };
    expect(parseJson(JSON.stringify(value), "r.json")).toEqual(value);
  });
});

describe("a key", () => {
  const withKey = (length: number): string => JSON.stringify([{ ["k".repeat(length)]: "v".repeat(20_000) }]);

  test("that JSON.parse takes more than a linear time for is refused before it sees it", () => {
    const parse = jest.spyOn(JSON, "parse");
    expect(messageFor(withKey(16_001))).toBe("r.json: Expected keys of at most 16000 characters; got one of 16001.");
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test("of any other length is none, however long its value is", () => {
    expect(parseJson(withKey(16_000), "r.json")).toEqual(JSON.parse(withKey(16_000)));
  });
});

describe("JSON with repeated keys", () => {
  const thrownFor = (text: string): unknown => {
    try {
      return parseJson(text, "r.json");
    } catch (error) {
      return error;
    }
  };

  test.each([
    ['{"a": 1, "b": {"c": [0, {"d/e": 1, "d\\/e": 2}]}}', 'r.json, /b/c/1/d~1e: Remove one of the two entries with the key "d/e": only one of them can be meant.'],
    ['{"__proto__": 1, "__proto__": 2}', 'r.json, /__proto__: Remove one of the two entries with the key "__proto__": only one of them can be meant.'],
  ])("is refused, with the key's place: %s", (text, message) => {
    expect(thrownFor(text)).toMatchObject({ exitCode: 1, message, details: [] });
  });

  test.each(['{"a:": {"a": ":"}, "b": [{"a": 1}, {"a": 1}]}', "[]", "1", '{"a": "\\"\\\\", "b": 2}'])("is not what is none: %s", (text) => {
    expect(thrownFor(text)).toEqual(JSON.parse(text));
  });
});
