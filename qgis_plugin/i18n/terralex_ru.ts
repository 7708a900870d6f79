<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>Локальный сервер не запустился: причина указана в конце его журнала.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>Ожидание сервера</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>По пути {program} нет terralex: выберите другой.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>Локальный сервер не установлен: установите его в параметрах Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>Не удаётся запустить {program}.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Размер индексов</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>Удаление индексов</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Новые</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Исчезли</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Без изменений</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>Ответ сервера оборвался: попробуйте ещё раз.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} не является концептом Terralex.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>Не удаётся прочитать концепт {file}: проверьте, что он на месте.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>Не удаётся записать туда концепт {file}.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>Не удалось удалить концепт {file}.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>Сервер не задан: укажите его адрес в параметрах Terralex.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} — не адрес: напишите его в виде https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS не смог сохранить токен: разблокируйте базу аутентификации и попробуйте ещё раз.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>Локальный сервер не работает: запустите его в параметрах Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>Не удаётся прочитать токен локального сервера: запустите сервер заново в параметрах.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>Проиндексировано {percent} %: остальное проиндексирует поиск</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS рисует этот слой с разрешением {metres} м на пиксель и отправляет изображение.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Проиндексировано: поиск здесь занимает мгновение</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Ещё не проиндексировано: первый поиск здесь займёт больше времени</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>Состояние индекса</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>Сервер не может прочитать этот файл: QGIS рисует его с разрешением {metres} м на пиксель и отправляет изображение.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} не существует: выберите файл wheel или папку.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>Создание окружения</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>Установка PyTorch для CUDA</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>Установка PyTorch для процессора</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Установка Terralex</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>Пробная загрузка модели</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Сделайте текущим слой полигонов и выделите в нём объекты.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>В слое {name} ничего не выделено.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Выберите не более {most} примеров каждого вида.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>Пример должен быть полигоном.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>У этого места нет долготы и широты.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>Масштаб карты здесь неизвестен: приблизьтесь к слою.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Эту часть карты нельзя выразить в {crs}: приблизьтесь к слою.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Тепловая карта: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>Тепловая карта строится по словам: введите, что искать.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Индекс: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>Удаление локального сервера</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>Установка уже идёт.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>Установка остановлена.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what}: не удалось, причина в последних строках журнала.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Установлено</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (осталось около {minutes} мин)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>Ожидание в очереди</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (осталось около {seconds} с)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>Задание остановлено на сервере.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Отменено.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>Сервер не отвечает: новая попытка</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Выберите слой полигонов, объекты которого нужно разметить.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>Получение меток</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Назовите не менее двух классов.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>В {file} неизвестный столбец {column}: известны {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>Класс {name} встречается дважды: переименуйте один из них.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, строка {line}: нет названия.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, строка {line}: {colour} — не цвет, напишите его в виде #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Разметка: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>Объекты лежат вне слоя {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>В слое {name} нет полигонов для разметки.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>Не удаётся открыть результат сервера: попробуйте ещё раз.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Выберите растровый слой для поиска.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>Не удаётся открыть слой {name}: исправьте его источник.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>У слоя {name} нет системы координат: задайте её.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>Сервер собирает изображение</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>Отправка изображения слоя {name}</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>Слой {name} здесь ничего не показывает: посмотрите на карте, отвечает ли его служба.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>У слоя {name} нет границ: ищите в охвате карты.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>Не удаётся нарисовать слой {name}: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>Сервер не смог собрать изображение: попробуйте ещё раз.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>Серверу нельзя читать файл: вместо него отправляется изображение</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>Отправка: {name}</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Модели сервера</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>Пришлось бы отправить {have} млн пикселей, предел — {most} млн: приблизьте карту или выберите области крупнее.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>нет таблицы {table}</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>это не растр</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>Python {least} или новее не найден: укажите его в параметрах Terralex.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>Python {version} не может создавать здесь окружения: установите python{version}-venv и повторите.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>Модуль не понимает ответ сервера: одинаковы ли их версии?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>Сервер не принимает токен: введите его заново в параметрах Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>Ошибка сервера (500): причина в его журнале.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>Сервер недоступен ({status}): попробуйте позже.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>Сервер отклонил запрос ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>Ответ оборван или не JSON: есть ли по этому адресу сервер Terralex?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>Это больше, чем сервер принимает за раз: выберите охват поменьше.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>Слой областей удалён: выполните поиск снова.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>Не удаётся записать {file}: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>в него пишет другая программа</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>диск заполнен</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>не открывается</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>нет прав доступа</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Сначала нарисуйте область на карте.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>Слоя {name} нет в этой части карты: перейдите к нему.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>Область лежит вне слоя {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>Выделенные объекты лежат вне слоя {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Похоже на примеры</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Введите, что искать, или выберите пример на карте.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Поиск: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>Запись областей: {count}</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>Сервер готовится</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>Идёт поиск</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>Чтение названий классов</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>Чтение индекса</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>Размещение окон на объектах</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>Сравнение</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>Разметка всего вместе</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Сглаживание</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>Разметка местности</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>Поиск пропусков</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>Запись результата</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Готово</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>Сервер не может прочитать слой.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>У слоя нет привязки к местности.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>Здесь у слоя нет пикселей.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>Это вне слоя.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>Одно из значений сервер использовать не может.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>Концепт обучен с другой моделью: выберите его модель в параметрах.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>Нет слов для поиска.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>У сервера нет этой модели.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>Индекс слоя непригоден.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>Диск сервера заполнен.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>Серверу не хватает для этого памяти.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>Сервер перегружен: попробуйте позже.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>Сервер больше не знает этот слой: попробуйте ещё раз.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>На сервере нет места для изображений.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>Серверу нельзя обращаться к этому онлайн-слою.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>Ошибка сервера: причина в его журнале.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>Индексирование: {done} из {total} окон</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} из {total} окон</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Размер локального сервера</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>Внутри модуля произошла ошибка: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Обучение: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>Учиться не на чем: сначала примите или отклоните область.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>Охват пересекает 180-й меридиан: рисуйте по одной стороне.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Изображения областей</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>Сервер {url} не ответил вовремя: проверьте, не занят ли он.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>Сервер {url} не отвечает: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Окна по {metres} м слишком велики, чтобы хорошо показать «{words}»: выберите охват поменьше или окна поменьше.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Ничто не достигает релевантности {least} %, у лучшего {best} %: попробуйте другие слова или меньший порог в параметрах.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Пиксели по {metres} м слишком грубы, чтобы хорошо показать «{words}».</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>Модель не знает слов «{words}». Ближайшие из известных ей: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Ничего достаточно похожего: попробуйте другие слова или меньший порог в параметрах.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Здесь нет ничего похожего на «{words}»: лучшая релевантность {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>Модель не знает слов «{words}»: попробуйте другие.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Как поиск можно сохранить только слова или концепт: введите, что искать.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Сохранённые поиски</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Сохранённый поиск: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Выберите хотя бы один растровый слой.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>Другие инструменты для этого слоя</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Сравнить две даты</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Подсчитать объекты</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Поиск по многим слоям</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>Модуль «Анализ данных» выключен: включите его в управлении модулями.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} м²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>средняя уверенность {percent} %</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} км²</translation>
  </message>
  <message>
   <source>{area} ha</source>
   <translation>{area} га</translation>
  </message>
  <message>
   <source>Remove the local server? Indexes and results are kept.</source>
   <translation>Удалить локальный сервер? Индексы и результаты останутся.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Запустить</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Остановить</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Перезапустить</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Установить</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Отмена</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Ход выполнения</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Журнал</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Запускать с первым поиском</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>домашняя папка</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Папки, которые сервер может читать, через {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Работает на</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Доступные папки</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>Файл wheel, папка с исходным кодом или название пакета</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>определяется автоматически</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>Python, с которым создаётся окружение сервера</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>установленный модулем</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>Уже установленный terralex: его программа или папка окружения</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Имеющийся Terralex</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Установить из</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Установить заново</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Удалить</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Установка</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>Не установлен: нужны Python 3.11 или новее и около {size} ГБ; свободно {free} ГБ.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} ГБ</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Выбрать</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Автоматически</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>для процессора (маленький)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>для CUDA (большой)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Установлен, не работает</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Запускается…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Работает</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Тексты, описывающие класс, через точку с запятой; достаточно и названия</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>ваш концепт</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Двойной щелчок меняет цвет</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Класс</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Тексты</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Выберите набор, откройте файл CSV или добавьте свои классы: достаточно названия.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Классы</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Цвет класса</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Вернуться к словам</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Концепт: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>принято {accepted}, отклонено {rejected}, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: новых {new}, исчезло {gone}, без изменений {unchanged}</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>ещё не запускался</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Остановка</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Остановлено.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>Запуск локального сервера</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>Запрос к серверу</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>Разрешить серверу читать эту папку</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Искать на карте словами</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Поиск</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Метки</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Сохранённое</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Параметры Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Справка</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Обвести рамкой пример на карте</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Обвести рамкой контрпример на карте</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Взять выделенные объекты как примеры</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Очистить примеры</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>Взять выделенные объекты как контрпримеры</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>Это вне слоя {name}: нарисуйте рамку на нём.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Нарисуйте рамку на карте</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>Примеры: {like} за, {unlike} против</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Примеры (если есть)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>Найден один класс.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>Найдено классов: {count}.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>У этого объекта нет метки.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (растр)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>Слой с метками удалён: выполните разметку снова.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>У этого места нет метки.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Свои классы</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Разметить</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Охват карты</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Весь слой</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Объекты слоя полигонов</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Только выделенные</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Полигоны</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Набор</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Набор…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Добавить класс</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Удалить выделенные классы</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Открыть классы из CSV</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Сохранить классы в CSV</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Добавить один из ваших концептов как класс</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>То, что менее уверенно, чем это значение (от 0 до 1), не относится ни к одному классу</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>авто</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Насколько перекрывающиеся окна влияют друг на друга, от 0 до 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Размечать всё вместе</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Трансдукция: окна помогают друг другу найти класс; часто лучше, иногда хуже</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Ещё</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>Не удаётся прочитать {file}: проверьте, что он есть и в UTF-8.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Слой</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>«Прочее» ниже</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Сохранить площадь каждого класса в CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Щёлкайте объекты на карте, чтобы увидеть три лучших класса</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Три лучших класса по щелчку</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Рисовать бледнее области с менее уверенным классом</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>Настроить сервер</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>Удалить все индексы? Следующий поиск в каждом слое снова займёт больше времени. Результаты останутся.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Скопировано.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>Сервер отвечает и принимает токен.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>По умолчанию на сервере</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Сервер</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>На этом компьютере</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Другой, например с GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>То, что terralex serve вывел при запуске</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Адрес</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Токен</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Проверить соединение</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Поиск и метки</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Как в QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>За один поиск</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>Менее релевантное даже не запрашивается</translation>
  </message>
  <message>
   <source> million</source>
   <translation> млн</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>Для слоёв, которые QGIS рисует для сервера, например онлайн-слоёв</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>Со следующего запуска QGIS</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Хранится на этом компьютере</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Удалить</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Удалить индексы и изображения</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>История поиска</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Очистить</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Очистить историю поиска</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Устранение неполадок</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Скопировать диагностику</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Версии, настройки и журнал, без путей и секретов</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS хранит токен зашифрованным в своей базе аутентификации.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Индексы и изображения локального сервера</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Индексы и изображения локального сервера: {size} МБ</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>История поиска очищена.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Модель</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Язык</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Областей не более</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Минимальная релевантность</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Отправлять пикселей не более</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Тайм-аут сервера</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>хранится в QGIS</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (будет загружена)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>Обе даты рядом</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>Ранняя дата слева, поздняя справа.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>Что искать</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} м</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Области</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Приблизить к области</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Принять область (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Отклонить область (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Отменить (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Искать похожие</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>Здесь появятся области, лучшие — первыми.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Enter: следующая область, карта переходит к ней</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: принять, R: отклонить</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Область {rank}, релевантность {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Области {size} м, косинус {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Ниже порога: кандидат</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Принята</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Отклонена</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Сохранить этот поиск</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Название</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Растровые слои</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>Все растры их папок, в том числе будущие</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>Сервер запускает его сам, пока работает</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Как часто</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Только вручную</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Каждый час</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Каждый день</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Каждую неделю</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Концепты и сохранённые поиски</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Сохранить отметки как концепт ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Сохранить этот поиск ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Показать всё сохранённое</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>Концептов пока нет</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Сохранить отметки как концепт</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name}: сохранено. Областей пока: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: новых {new}, исчезло {gone}, без изменений {unchanged}. Изменилось слоёв: {looked_at} из {layers}.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Название концепта</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name}: сохранено, принято {accepted}, отклонено {rejected}.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Импортировать концепты</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Концепты (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Экспортировать концепт</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name}: экспортировано в {file}.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>Концепт {name} уже есть. Заменить?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>Удалить концепт {name}?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>Удалить сохранённый поиск {name}?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Примите и отклоните области, затем сохраните отметки как концепт кнопкой рядом с «Поиск».</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Сохраните поиск кнопкой рядом с «Поиск» и запустите его снова, когда появятся новые снимки.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Концепты</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Искать по концепту</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Добавить концепт к классам</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Удалить концепт</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Запустить поиск снова и показать новое</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Показать, что сервер нашёл, когда в последний раз сам запускал поиск</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Обновить список сохранённых поисков</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Удалить сохранённый поиск</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Запустить снова</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>Найдена одна область.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>Проиндексировано окон: {windows}.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>Найдено областей: {count}.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Сначала примите хотя бы одну область (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>Тепловая карта на карте: чем сильнее цвет, тем лучше подходит место.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>Лучшие кандидаты показаны бледно.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>но не … (парковка; дорога)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Но не</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>Похожее, но не то; выражения разделяются точкой с запятой</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>Что искать: аэропорт, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Выделенные объекты</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Нарисованная область</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Нарисовать на карте область поиска</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Выделенные объекты текущего слоя полигонов</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Сторона областей на местности в метрах; можно указать несколько значений</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Форма областей</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Релевантность</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Скрывает менее релевантное в списке и на карте</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Фильтр областей</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Сортировка областей</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Галерея крупных изображений</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Вернуться к области поиска</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Тепловая карта: насколько подходит каждое место</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Ищет снова, взяв принятые и отклонённые области как примеры</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>Искать похожие</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Экспортировать принятые области</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>от {percent} %: {shown} из {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Где</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Объединённые</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Отдельные окна</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Контуры</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Размер</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Форма</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>Все области</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Ещё без отметки</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>Сначала лучшие</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>Сначала принятые</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>или другие слова</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>Экспортирована одна принятая область, файл {file}.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>Экспортировано принятых областей: {count}, файл {file}.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Искать на карте {what}</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Подходящие названия</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Искать в этом слое словами</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Разметить этот слой</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Индексировать этот слой</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Размеры областей в метрах через запятую</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Размер пикселя в метрах, если слой нужно рисовать</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Растровый слой</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Охват</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>Охват не пересекает слой {name}.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} — не список чисел: напишите его в виде 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Находит то, что называет текст и что есть на более позднем слое, но чего нет на более раннем слое того же места, или наоборот: новые здания, исчезнувший лес. Разрешение и система координат слоёв могут различаться; время года, освещение и сдвиг на несколько пикселей изменением не считаются.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>Как сказано в тексте, иначе оба</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Появилось</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Исчезло</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Оба</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Карта изменений</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Растровый слой более ранней даты</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Направление</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Число областей</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Сравнить метки с эталоном</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Сравнивает размеченные полигоны с эталонным слоем: матрица ошибок, точность, каппа, а по классам — прецизионность, полнота и F1. По объектам эталонный полигон получает метку полигона в точке внутри него; по площади считается общая площадь в квадратных единицах системы эталона.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Метки и эталон</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Точность</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>Среднее F1</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Сравнено</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Матрица ошибок</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>Строки — эталон, столбцы — метки; чем темнее, тем больше доля в строке.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>По классам</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Точность (precision)</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Полнота</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Эталон</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>По объектам</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>По площади</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Отчёт</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Точность {accuracy}, среднее F1 {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Поле с меткой</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Поле с классом</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Считать</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Метки и эталон не пересекаются: проверьте оба слоя.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Укажите слова или концепт, но не то и другое: у концепта есть слова, с которыми его обучали.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Укажите, что искать, или выберите концепт.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Считает то, что называет текст, например автомобили или бассейны, на слое или в каждом полигоне слоя зон, с интервалом, который говорит, насколько надёжен подсчёт. О том, что слишком мелко для пикселей слоя, сообщается.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>Около {count}, вероятно от {low} до {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>Числа нет: модель слишком не уверена в том, что видит. Может быть от {low} до {high}.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>Не менее {low}: возможно, они стоят слишком близко друг к другу, чтобы считать их по одному.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Зоны</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Объекты</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Ожидаемое число</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Задайте зоны полигонами.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Тепловая карта сходства</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Рисует, насколько каждое место слоя подходит к тексту, в виде растра с одним каналом.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>Или обученный концепт</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Тепловая карта</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Индексировать слой</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Готовит слой, чтобы поиск в нём был быстрым. После перерыва продолжает с того же места.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Окна</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Разметить объекты</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Даёт каждому полигону один из названных классов по тому, что показывает там растровый слой, без обучения. Все атрибуты сохраняются; добавляются метка, оценка, отрыв и три лучших класса.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Размеченные объекты</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>Набора {name} нет: выберите один из {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Разметить растровый слой</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Даёт каждому месту слоя один из названных классов, без обучения: в виде участков и растра, второй канал которого — уверенность. Классы — названия через точку с запятой, preset:NAME или файл CSV.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Уверенность, ниже которой это «прочее»</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Растр классов</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Участки</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Концепты как дополнительные классы</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>Охват пересекает 180-й меридиан: размечайте по одной стороне.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Запустить сохранённый поиск</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>Просматривает только те слои сохранённого поиска, которые появились или изменились с прошлого запуска, и сообщает, какие области новые, какие исчезли и какие не изменились. Поиски сохраняются на панели или алгоритмом «Поиск по многим слоям».</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>Новых {new}, исчезло {gone}, без изменений {unchanged}.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>Нет сохранённого поиска {name}: на сервере есть {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Название сохранённого поиска</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Поиск словами</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Находит области слоя, которые называет текст, на десяти языках, лучшие — первыми. Выражения с одним смыслом разделяются точкой с запятой. Ещё не проиндексированный слой сначала индексируется.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Объединённые окна</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Форма областей</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Находит названное в тексте во многих растровых слоях и собирает области всех слоёв в одну таблицу, самые релевантные первыми, у каждой указан слой. Если по слою искать нельзя, указывается причина, а остальные всё равно просматриваются.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Сохранить поиск под этим названием</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Найти похожие области</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Находит области, похожие на заданные полигоны и не похожие на другие. Учитываются все.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Примеры</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Контрпримеры</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: не более {most} полигонов, выделите часть.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Другие слова для того же</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>Примеров нет: дайте слой хотя бы с одним полигоном.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Обучить концепт</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Узнаёт по принятым и отклонённым местам и по словам, что имеется в виду, и записывает это в небольшой файл: затем по концепту можно искать и классифицировать на этом слое и на других.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Принятые места</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Отклонённые места</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Концепт для дообучения</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Концепт</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>Учиться не на чем: укажите принятые или отклонённые места.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Аэропорты и порты</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>Земной покров CORINE, уровень 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>Земной покров CORINE, уровень 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Ущерб от бедствий</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>Сцены RSICD</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Синтетический образец</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>Землепользование UC Merced</translation>
  </message>
 </context>
</TS>
