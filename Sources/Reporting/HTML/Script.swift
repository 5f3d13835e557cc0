/// The one script: it filters, sorts and copies what the page already shows, and does nothing else. Its
/// controls are made by itself, so that nothing dead stands on a page where scripts are off.
enum Script {
  static let text = """
    (function () {
    'use strict';
    var doc = document;
    function make(name, attributes, text) {
      var node = doc.createElement(name), key;
      for (key in attributes) node.setAttribute(key, attributes[key]);
      if (text) node.textContent = text;
      return node;
    }
    function words(node) { return node ? node.innerText.replace(/\\s+/g, ' ').trim() : ''; }
    function csv(rows) {
      return rows.map(function (row) {
        return row.map(function (text) {
          // A spreadsheet must not take a text for a formula.
          if (/^[=+@-]/.test(text)) text = "'" + text;
          return '"' + text.replace(/"/g, '""') + '"';
        }).join(',');
      }).join('\\r\\n') + '\\r\\n';
    }
    function tableRows(table, items) {
      var heads = Array.prototype.map.call(table.tHead.rows[0].cells, words);
      return [heads].concat(items.map(function (row) { return Array.prototype.map.call(row.cells, words); }));
    }
    function cardRows(cards) {
      var names = [], found = [];
      function facts(into, node) {
        if (node) Array.prototype.forEach.call(node.children, function (fact) {
          var name = words(fact.firstElementChild);
          if (name === 'To fill in') return;
          if (names.indexOf(name) < 0) names.push(name);
          into[name] = words(fact.lastElementChild);
        });
      }
      function child(node, tag) {
        return Array.prototype.filter.call(node.children, function (part) { return part.tagName === tag; })[0];
      }
      cards.forEach(function (card) {
        var parts = card.querySelectorAll('article'), short = card.querySelectorAll('tr[id^=f-]');
        var mark = words(card.querySelector('.mark'));
        var start = [mark, words(card.firstElementChild).slice(mark.length).trim()];
        Array.prototype.forEach.call(parts.length ? parts : [card], function (part) {
          var own = {};
          if (part !== card) facts(own, child(card, 'DL'));
          facts(own, child(part, 'DL'));
          found.push([start.concat([words(child(part, 'P'))]), own]);
        });
        Array.prototype.forEach.call(short, function (row) { found.push([start.concat([words(row.cells[0])]), {}]); });
      });
      return [['Status', 'Title', 'Finding'].concat(names)].concat(found.map(function (one) {
        return one[0].concat(names.map(function (name) { return one[1][name] || ''; }));
      }));
    }
    function copied(text) {
      var area = make('textarea', {'class': 'skip', 'aria-hidden': 'true', tabindex: '-1'}), done = false;
      area.value = text;
      doc.body.appendChild(area);
      area.select();
      try { done = doc.execCommand('copy'); } catch (error) { done = false; }
      doc.body.removeChild(area);
      return done;
    }
    function filter(place, items, before, name, serial) {
      var facets = {}, chosen = {}, box = make('div', {'class': 'tools', role: 'search', 'aria-label': 'Filter: ' + name});
      function tell(shown) {
        var all = items.length, word = place.tagName === 'TABLE' ? 'row' : 'card';
        state.textContent = shown + ' of ' + all + ' ' + word + (all === 1 ? '' : 's') + ' shown';
      }
      var search = make('input', {type: 'search', id: 'q' + serial}), state = make('p', {role: 'status'});
      items.forEach(function (item) {
        Object.keys(item.dataset).forEach(function (key) {
          facets[key] = facets[key] || {};
          facets[key][item.dataset[key]] = true;
        });
      });
      function field(label, control) {
        var part = make('div', {});
        part.appendChild(make('label', {'for': control.id}, label));
        part.appendChild(control);
        box.appendChild(part);
      }
      field('Text', search);
      Object.keys(facets).sort().forEach(function (key) {
        var values = Object.keys(facets[key]).sort(), select;
        if (values.length < 2) return;
        select = make('select', {id: 'f' + serial + key});
        select.appendChild(make('option', {value: ''}, 'all'));
        values.forEach(function (value) { select.appendChild(make('option', {value: value}, value)); });
        chosen[key] = select;
        field(key.charAt(0).toUpperCase() + key.slice(1), select);
        select.addEventListener('change', run);
      });
      function run() {
        var words = search.value.toLowerCase().trim(), shown = 0, parts = [];
        items.forEach(function (item) {
          var fits = words === '' || item.textContent.toLowerCase().indexOf(words) >= 0;
          Object.keys(chosen).forEach(function (key) {
            if (chosen[key].value !== '' && item.dataset[key] !== chosen[key].value) fits = false;
          });
          item.hidden = !fits;
          if (fits) shown += 1;
        });
        tell(shown);
        if (words) parts.push('text=' + encodeURIComponent(words));
        Object.keys(chosen).forEach(function (key) {
          if (chosen[key].value) parts.push(key + '=' + encodeURIComponent(chosen[key].value));
        });
        if (place.id) history.replaceState(null, '', '#' + place.id + (parts.length ? '~' + parts.join('~') : ''));
      }
      function restore() {
        var parts = location.hash.slice(1).split('~'), any = false;
        if (parts[0] !== place.id || parts.length < 2) return;
        parts.slice(1).forEach(function (part) {
          var at = part.indexOf('='), key = part.slice(0, at), value;
          try { value = decodeURIComponent(part.slice(at + 1)); } catch (error) { return; }
          if (key === 'text') search.value = value;
          else if (chosen[key]) chosen[key].value = value;
          any = true;
        });
        if (any) { run(); place.scrollIntoView(); }
      }
      search.addEventListener('input', run);
      var button = make('button', {type: 'button'}, 'Copy as CSV');
      button.addEventListener('click', function () {
        var shown = items.filter(function (item) { return !item.hidden; });
        var rows = place.tagName === 'TABLE' ? tableRows(place, shown) : cardRows(shown);
        state.textContent = copied(csv(rows))
          ? (rows.length - 1) + (rows.length === 2 ? ' row copied' : ' rows copied') : 'The browser does not allow copying; see report/findings.csv';
        button.focus();
      });
      box.appendChild(button);
      box.appendChild(state);
      tell(items.length);
      before.parentNode.insertBefore(box, before);
      window.addEventListener('hashchange', function () {
        var target = doc.getElementById(location.hash.slice(1)), at = target && target.closest('[hidden]');
        if (at && items.indexOf(at) >= 0) {
          items.forEach(function (item) { item.hidden = false; });
          search.value = '';
          Object.keys(chosen).forEach(function (key) { chosen[key].value = ''; });
          tell(items.length);
          target.scrollIntoView();
        }
      });
      restore();
    }
    function sortable(table) {
      var heads = Array.prototype.slice.call(table.tHead.rows[0].cells), body = table.tBodies[0];
      heads.forEach(function (head, column) {
        var button = make('button', {type: 'button'}, head.textContent);
        head.textContent = '';
        head.appendChild(button);
        button.addEventListener('click', function () {
          var down = head.getAttribute('aria-sort') === 'ascending', rows = Array.prototype.slice.call(body.rows);
          rows.sort(function (a, b) {
            var x = a.cells[column].textContent.trim(), y = b.cells[column].textContent.trim();
            var m = Number(x.replace(/,/g, '')), n = Number(y.replace(/,/g, ''));
            var order = x !== '' && y !== '' && !isNaN(m) && !isNaN(n) ? m - n : x < y ? -1 : x > y ? 1 : 0;
            return down ? -order : order;
          });
          rows.forEach(function (row) { body.appendChild(row); });
          heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
          head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        });
      });
    }
    var serial = 0;
    Array.prototype.slice.call(doc.querySelectorAll('section')).forEach(function (section) {
      var cards = Array.prototype.filter.call(section.querySelectorAll('article'), function (node) {
        return node.parentNode === section || node.parentNode.className === 'annex';
      });
      if (cards.length > 5) filter(section, cards, cards[0], section.querySelector('h2').textContent, serial += 1);
    });
    Array.prototype.slice.call(doc.querySelectorAll('table.work')).forEach(function (table) {
      var rows = Array.prototype.slice.call(table.tBodies[0].rows);
      sortable(table);
      if (rows.length > 5) filter(table, rows, table, table.caption.textContent, serial += 1);
    });
    })();

    """
}
