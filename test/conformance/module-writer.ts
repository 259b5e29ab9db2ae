/**
 * Translates a kernel into a WebAssembly module. What it understands is what `pivot-narrow.ts` is written in:
 * functions whose first parameter is the one `state`; numbers, all of them whole and of 32 bits; Int32Array and
 * Int8Array fields of the state; const, let, if, while, for, break, return; arithmetic, comparisons, calls.
 * Anything else is refused, so that nothing can be translated to something other than it says.
 *
 * Memory: at address 0 one word per field of the state, in the order of `fields`: the number itself, or where
 * the array lies. Where arrays lie is the caller's choice.
 */
import ts from "typescript";

export interface WrittenModule {
  readonly bytes: Uint8Array;
  /** The state's fields in the order of their words. */
  readonly fields: readonly string[];
  /** Those that the functions may change, or whose arrays they may change. */
  readonly changed: readonly string[];
}

type Kind = "number" | "Int32Array" | "Int8Array";
interface Local {
  readonly index: number;
  readonly kind: Kind;
  /** The field an array local stands for. */
  readonly field?: string;
}

const I32 = 0x7f;
const NOTHING = 0x40;
const op = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  return: 0x0f,
  call: 0x10,
  drop: 0x1a,
  get: 0x20,
  set: 0x21,
  tee: 0x22,
  load: 0x28,
  load8: 0x2c,
  store: 0x36,
  store8: 0x3a,
  const: 0x41,
  eqz: 0x45,
} as const;
const binary: Partial<Record<ts.SyntaxKind, number>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: 0x46,
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: 0x47,
  [ts.SyntaxKind.LessThanToken]: 0x48,
  [ts.SyntaxKind.GreaterThanToken]: 0x4a,
  [ts.SyntaxKind.LessThanEqualsToken]: 0x4c,
  [ts.SyntaxKind.GreaterThanEqualsToken]: 0x4e,
  [ts.SyntaxKind.PlusToken]: 0x6a,
  [ts.SyntaxKind.MinusToken]: 0x6b,
  [ts.SyntaxKind.AsteriskToken]: 0x6c,
  [ts.SyntaxKind.AmpersandToken]: 0x71,
  [ts.SyntaxKind.BarToken]: 0x72,
  [ts.SyntaxKind.CaretToken]: 0x73,
  [ts.SyntaxKind.LessThanLessThanToken]: 0x74,
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: 0x75,
};
const compound: Partial<Record<ts.SyntaxKind, number>> = {
  [ts.SyntaxKind.PlusEqualsToken]: 0x6a,
  [ts.SyntaxKind.MinusEqualsToken]: 0x6b,
  [ts.SyntaxKind.CaretEqualsToken]: 0x73,
};

/** Signed or unsigned number in the format's variable length. */
function leb(value: number, signed = false): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 0x7f;
    value = signed ? value >> 7 : value >>> 7;
    if (signed ? (value === 0 && low < 0x40) || (value === -1 && low >= 0x40) : value === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const list = (items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()];
const section = (id: number, body: readonly number[]): number[] => [id, ...leb(body.length), ...body];
const text = (name: string): number[] => [...leb(name.length), ...Buffer.from(name)];

/**
 * @param source   the kernel
 * @param shape    a file that declares the state's interface, `interfaceName`
 * @param constants what the kernel imports
 */
export function writeModule(
  source: string,
  shape: string,
  interfaceName: string,
  constants: Readonly<Record<string, unknown>>,
): WrittenModule {
  const parse = (code: string) => ts.createSourceFile("kernel.ts", code, ts.ScriptTarget.ES2022, true);
  const kinds = new Map<string, Kind>();
  for (const node of parse(shape).statements) {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== interfaceName) continue;
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      const type = member.type.getText();
      kinds.set(member.name.getText(), (type === "A" ? "Int32Array" : type) as Kind);
    }
  }
  const functions = parse(source).statements.filter(ts.isFunctionDeclaration);
  const numbers = new Map(functions.map((declared, index) => [declared.name?.text ?? "", index]));
  const fields: string[] = [];
  const changed = new Set<string>();
  const bodies = functions.map((declared) => new FunctionWriter(kinds, constants, numbers, fields, changed, declared));
  const types = bodies.map(({ parameterCount, gives }) => [
    0x60,
    ...list(Array.from({ length: parameterCount }, () => [I32])),
    ...list(gives ? [[I32]] : []),
  ]);
  const exported = functions.flatMap((declared, index) =>
    declared.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
      ? [[...text(declared.name?.text ?? ""), 0, ...leb(index)]]
      : [],
  );
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list(types)),
    ...section(3, list(bodies.map((_, index) => leb(index)))),
    ...section(5, list([[0, 1]])),
    ...section(7, list([...exported, [...text("memory"), 2, 0]])),
    ...section(10, list(bodies.map(({ code }) => [...leb(code.length), ...code]))),
  ]);
  return { bytes, fields, changed: fields.filter((name) => changed.has(name)) };
}

class FunctionWriter {
  readonly code: number[];
  readonly parameterCount: number;
  readonly gives: boolean;
  readonly #out: number[] = [];
  readonly #scopes: Map<string, Local>[] = [new Map()];
  /** What each open block is, for the distances of breaks. */
  readonly #blocks: ("plain" | "break" | "again")[] = [];
  #localCount = 0;

  constructor(
    readonly kinds: ReadonlyMap<string, Kind>,
    readonly constants: Readonly<Record<string, unknown>>,
    readonly functions: ReadonlyMap<string, number>,
    readonly fields: string[],
    readonly changed: Set<string>,
    declared: ts.FunctionDeclaration,
  ) {
    const [state, ...parameters] = declared.parameters;
    if (state?.name.getText() !== "state") refuse(declared);
    for (const parameter of parameters) this.#declare(parameter.name.getText(), "number");
    this.parameterCount = parameters.length;
    this.gives = declared.type?.kind === ts.SyntaxKind.NumberKeyword;
    for (const statement of declared.body?.statements ?? []) this.#statement(statement);
    if (this.gives) this.#out.push(op.unreachable);
    const own = this.#localCount - this.parameterCount;
    this.code = [...list(own > 0 ? [[...leb(own), I32]] : []), ...this.#out, op.end];
  }

  #declare(name: string, kind: Kind, field?: string): Local {
    const local: Local = { index: this.#localCount++, kind, ...(field === undefined ? {} : { field }) };
    this.#scopes.at(-1)?.set(name, local);
    return local;
  }

  #find(name: string): Local | undefined {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  #emit(...bytes: number[]): void {
    this.#out.push(...bytes);
  }

  #number(value: number): void {
    this.#emit(op.const, ...leb(value, true));
  }

  #open(opcode: number, type: number, kind: "plain" | "break" | "again" = "plain"): void {
    this.#emit(opcode, type);
    this.#blocks.push(kind);
  }

  #close(): void {
    this.#emit(op.end);
    this.#blocks.pop();
  }

  #branch(opcode: number, kind: "break" | "again"): void {
    this.#emit(opcode, ...leb(this.#blocks.length - 1 - this.#blocks.lastIndexOf(kind)));
  }

  /** The address of a field's word, as a load's or store's constant part. */
  #word(name: string): number[] {
    if (!this.kinds.has(name)) throw new Error(`the state has no field ${name}`);
    if (!this.fields.includes(name)) this.fields.push(name);
    return [2, ...leb(4 * this.fields.indexOf(name))];
  }

  #loadField(name: string): void {
    this.#number(0);
    this.#emit(op.load, ...this.#word(name));
  }

  #statement(node: ts.Statement): void {
    if (ts.isBlock(node)) {
      this.#scopes.push(new Map());
      for (const statement of node.statements) this.#statement(statement);
      this.#scopes.pop();
    } else if (ts.isVariableStatement(node)) this.#declarations(node.declarationList);
    else if (ts.isExpressionStatement(node)) this.#effect(node.expression);
    else if (ts.isIfStatement(node)) {
      this.#value(node.expression);
      this.#open(op.if, NOTHING);
      this.#statement(node.thenStatement);
      if (node.elseStatement !== undefined) {
        this.#emit(op.else);
        this.#statement(node.elseStatement);
      }
      this.#close();
    } else if (ts.isWhileStatement(node)) this.#loop(node.expression, undefined, node.statement);
    else if (ts.isForStatement(node)) {
      this.#scopes.push(new Map());
      const first = node.initializer;
      if (first !== undefined && ts.isVariableDeclarationList(first)) this.#declarations(first);
      else if (first !== undefined) this.#effect(first);
      this.#loop(node.condition, node.incrementor, node.statement);
      this.#scopes.pop();
    } else if (ts.isReturnStatement(node)) {
      if (node.expression !== undefined) this.#value(node.expression);
      this.#emit(op.return);
    } else if (ts.isBreakStatement(node) && node.label === undefined) this.#branch(op.br, "break");
    else refuse(node);
  }

  #loop(condition: ts.Expression | undefined, next: ts.Expression | undefined, body: ts.Statement): void {
    this.#open(op.block, NOTHING, "break");
    this.#open(op.loop, NOTHING, "again");
    if (condition !== undefined) {
      this.#value(condition);
      this.#emit(op.eqz);
      this.#branch(op.brIf, "break");
    }
    this.#statement(body);
    if (next !== undefined) this.#effect(next);
    this.#branch(op.br, "again");
    this.#close();
    this.#close();
  }

  #declarations(declared: ts.VariableDeclarationList): void {
    for (const { name, initializer } of declared.declarations) {
      if (initializer === undefined) refuse(declared);
      if (ts.isObjectBindingPattern(name)) {
        if (initializer.getText() !== "state") refuse(declared);
        for (const element of name.elements) this.#declareField(element.name.getText(), element.name.getText());
      } else if (fieldOf(initializer) !== undefined) this.#declareField(name.getText(), fieldOf(initializer) ?? "");
      else {
        this.#value(initializer);
        this.#emit(op.set, ...leb(this.#declare(name.getText(), "number").index));
      }
    }
  }

  #declareField(name: string, field: string): void {
    this.#loadField(field);
    this.#emit(op.set, ...leb(this.#declare(name, this.kinds.get(field) ?? "number", field).index));
  }

  /** An expression for what it does. */
  #effect(node: ts.Expression): void {
    if (ts.isBinaryExpression(node)) {
      const opcode = compound[node.operatorToken.kind];
      if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken && opcode === undefined) refuse(node);
      this.#assign(node.left, opcode, () => this.#value(node.right));
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) this.#step(node);
    else if (ts.isCallExpression(node)) this.#call(node);
    else refuse(node);
  }

  #step(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): void {
    if (node.operator === ts.SyntaxKind.PlusPlusToken) this.#assign(node.operand, 0x6a, () => this.#number(1));
    else if (node.operator === ts.SyntaxKind.MinusMinusToken) this.#assign(node.operand, 0x6b, () => this.#number(1));
    else refuse(node);
  }

  #assign(target: ts.Expression, opcode: number | undefined, value: () => void): void {
    const field = fieldOf(target);
    if (ts.isIdentifier(target)) {
      const local = this.#find(target.text) ?? refuse(target);
      if (local.kind !== "number") refuse(target);
      if (opcode !== undefined) this.#emit(op.get, ...leb(local.index));
      value();
      if (opcode !== undefined) this.#emit(opcode);
      this.#emit(op.set, ...leb(local.index));
    } else if (field !== undefined) {
      this.changed.add(field);
      this.#number(0);
      if (opcode !== undefined) this.#loadField(field);
      value();
      if (opcode !== undefined) this.#emit(opcode);
      this.#emit(op.store, ...this.#word(field));
    } else if (ts.isElementAccessExpression(target)) {
      const { kind, field: array, memory } = this.#address(target);
      this.changed.add(array);
      if (opcode !== undefined) {
        const address = this.#localCount++;
        this.#emit(op.tee, ...leb(address), op.get, ...leb(address));
        this.#emit(kind === "Int8Array" ? op.load8 : op.load, ...memory);
      }
      value();
      if (opcode !== undefined) this.#emit(opcode);
      this.#emit(kind === "Int8Array" ? op.store8 : op.store, ...memory);
    } else refuse(target);
  }

  /** Leaves the address of an array's entry; a constant added to the index becomes the access's own offset. */
  #address(node: ts.ElementAccessExpression): { kind: Kind; field: string; memory: number[] } {
    const direct = fieldOf(node.expression);
    const local = ts.isIdentifier(node.expression) ? this.#find(node.expression.text) : undefined;
    const field = direct ?? local?.field ?? refuse(node);
    const kind = this.kinds.get(field) ?? "number";
    if (kind === "number") refuse(node);
    if (local === undefined) this.#loadField(field);
    else this.#emit(op.get, ...leb(local.index));
    let index: ts.Expression = node.argumentExpression;
    let added = 0;
    if (ts.isBinaryExpression(index) && index.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const constant = this.#constant(index.right);
      if (constant !== undefined) {
        added = constant;
        index = index.left;
      }
    }
    this.#value(index);
    const shift = kind === "Int8Array" ? 0 : 2;
    if (shift > 0) {
      this.#number(shift);
      this.#emit(0x74);
    }
    this.#emit(0x6a);
    return { kind, field, memory: [shift, ...leb(added << shift)] };
  }

  #constant(node: ts.Expression): number | undefined {
    if (ts.isNumericLiteral(node)) return Number.isInteger(Number(node.text)) ? Number(node.text) : refuse(node);
    if (!ts.isIdentifier(node) || this.#find(node.text) !== undefined) return undefined;
    const value = this.constants[node.text];
    return typeof value === "number" && Number.isInteger(value) ? value : undefined;
  }

  #call(node: ts.CallExpression): void {
    const [state, ...values] = node.arguments;
    const callee = this.functions.get(node.expression.getText());
    if (callee === undefined || state?.getText() !== "state") refuse(node);
    for (const value of values) this.#value(value);
    this.#emit(op.call, ...leb(callee));
  }

  /** An expression for its value. */
  #value(node: ts.Expression): void {
    const constant = this.#constant(node);
    const field = fieldOf(node);
    if (constant !== undefined) this.#number(constant);
    else if (ts.isIdentifier(node)) this.#emit(op.get, ...leb((this.#find(node.text) ?? refuse(node)).index));
    else if (field !== undefined) this.#loadField(field);
    else if (ts.isParenthesizedExpression(node)) this.#value(node.expression);
    else if (ts.isElementAccessExpression(node)) {
      const { kind, memory } = this.#address(node);
      this.#emit(kind === "Int8Array" ? op.load8 : op.load, ...memory);
    } else if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isConditionalExpression(node)) {
      this.#choice(
        node.condition,
        () => this.#value(node.whenTrue),
        () => this.#value(node.whenFalse),
      );
    } else if (ts.isPostfixUnaryExpression(node)) {
      this.#value(node.operand);
      this.#step(node);
    } else if (ts.isPrefixUnaryExpression(node)) this.#prefixed(node);
    else if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken) {
        this.#choice(
          node.left,
          () => this.#value(node.right),
          () => this.#number(0),
        );
      } else if (kind === ts.SyntaxKind.BarBarToken) {
        this.#choice(
          node.left,
          () => this.#number(1),
          () => this.#value(node.right),
        );
      } else {
        this.#value(node.left);
        this.#value(node.right);
        this.#emit(binary[kind] ?? refuse(node));
      }
    } else refuse(node);
  }

  #prefixed(node: ts.PrefixUnaryExpression): void {
    if (node.operator === ts.SyntaxKind.MinusToken) {
      this.#number(0);
      this.#value(node.operand);
      this.#emit(0x6b);
    } else if (node.operator === ts.SyntaxKind.ExclamationToken) {
      this.#value(node.operand);
      this.#emit(op.eqz);
    } else {
      this.#step(node);
      this.#value(node.operand);
    }
  }

  #choice(condition: ts.Expression, whenTrue: () => void, whenFalse: () => void): void {
    this.#value(condition);
    this.#open(op.if, I32);
    whenTrue();
    this.#emit(op.else);
    whenFalse();
    this.#close();
  }
}

/** The name in `state.name`. */
function fieldOf(node: ts.Node): string | undefined {
  return ts.isPropertyAccessExpression(node) && node.expression.getText() === "state" ? node.name.text : undefined;
}

function refuse(node: ts.Node): never {
  const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
  throw new Error(`line ${line + 1} is not in the part of the language that can be translated: ${node.getText()}`);
}
