-- Break opportunities in paths, ids, hashes and addresses, which TeX does not break.
-- A penalty breaks without a hyphen, and leaves nothing behind in what is copied.

local glyph, disc = node.id("glyph"), node.id("disc")
local inside = { [glyph] = true, [disc] = true, [node.id("kern")] = true }
local verbatim = luatexbase.attributes.auditverbatim
local narrow = luatexbase.attributes.auditbreaking
local SHORT, LONG = 3, 22 -- letters
local EASY, HARD = 150, 1000 -- penalties
local HYPHENATED = 3 -- the subtype of what the patterns of a language give
local after = {}
for letter in ("/_-.:=&?#,;|+@\\"):gmatch(".") do after[letter:byte()] = true end
after[0x2010] = true
local names = {}
for letter in ("_/@0123456789"):gmatch(".") do names[letter:byte()] = true end

local function breakable(head, at, cost)
  local penalty = node.new("penalty")
  penalty.penalty = cost
  node.insert_after(head, at, penalty)
end

local function is_letter(char) return (char >= 65 and char <= 90) or char > 96 end

-- The glyphs of a word, whether it is one of a language, and whether it is a name.
local function word_at(start)
  local word = { prose = true, name = false, hyphens = {} }
  local at = start
  while at and inside[at.id] do
    if at.id == glyph then
      word[#word + 1] = at
      word.prose = word.prose and is_letter(at.char)
      word.name = word.name or names[at.char]
    elseif at.id == disc and at.subtype >= HYPHENATED then
      word.hyphens[#word.hyphens + 1] = at
    end
    at = at.next
  end
  return word, at
end

-- A hyphen in a path or an identifier would be taken for a part of it.
local function without_hyphens(head, word)
  for _, at in ipairs(word.hyphens) do
    local before, kept = at.prev, at.replace
    at.replace = nil
    head = node.remove(head, at)
    node.free(at)
    while kept do
      local rest = kept.next
      head, before = node.insert_after(head, before, kept)
      kept = rest
    end
  end
end

local function loosen(head, word)
  local limit = word.prose and 2 * LONG or LONG
  if word[1] and node.has_attribute(word[1], narrow) then limit = SHORT end
  for place = 1, #word - 1 do
    local at = word[place]
    if after[at.char] and place > 2 then
      breakable(head, at, EASY)
    elseif #word > limit then
      breakable(head, at, HARD)
    end
  end
end

luatexbase.add_to_callback("pre_linebreak_filter", function(head)
  local at = head
  while at do
    if at.id == glyph and not node.has_attribute(at, verbatim) then
      local word, rest = word_at(at)
      if word.name then without_hyphens(head, word) end
      loosen(head, word)
      at = rest
    else
      at = at.next
    end
  end
  return head
end, "sphinxaudit.breaks")
