/** The search of the index page; without it the list is whole. Words must all be found in names, columns or comment. */
export const searchScript = `
(function () {
  var input = document.getElementById('search'), items = document.querySelectorAll('#list > li'), none = document.getElementById('none'), drawing = document.getElementById('drawing');
  function search() {
    var words = input.value.toLowerCase().split(/\\s+/).filter(Boolean), shown = 0;
    items.forEach(function (item) {
      var all = item.getAttribute('data-search'), fits = words.every(function (word) { return all.indexOf(word) >= 0; });
      item.hidden = !fits;
      if (fits) shown++;
      var hits = item.querySelector('.hits'), columns = (item.getAttribute('data-columns') || '').split('\\u0001');
      hits.textContent = words.length === 0 ? '' : columns.filter(function (name) {
        return words.some(function (word) { return name.toLowerCase().indexOf(word) >= 0; });
      }).slice(0, 12).join(', ');
    });
    none.hidden = shown > 0;
    if (drawing) drawing.hidden = words.length > 0;
  }
  var asked = new URLSearchParams(location.search).get('q');
  if (asked) input.value = asked;
  input.addEventListener('input', search);
  document.addEventListener('keydown', function (event) {
    if (event.key === '/' && document.activeElement !== input) { event.preventDefault(); input.focus(); }
  });
  search();
})();
`;
